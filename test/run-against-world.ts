import { join } from 'node:path'
import { runCommand } from './run-command.ts'
import type { World } from './world.ts'

/** Runs a command of the tenant against a world, with the administration's profile. */
export function runAsAdministration(world: World, argv: readonly string[], answer: boolean | null = null) {
  const { clientId, clientSecret } = world.setUp.administration
  const connection = connectionOf(world, clientId)
  return runCommand([...argv, ...connection], { env: { ENTRAIN_CLIENT_SECRET: clientSecret }, answer })
}

/** Runs a command about the world's job, as its first client. */
export function runAsConnector(world: World, argv: readonly string[], answer: boolean | null = null) {
  const { clientId, clientSecret, servicePrincipalId } = world.setUp
  const connection = [...connectionOf(world, clientId), '--service-principal', servicePrincipalId]
  return runCommand([...argv, ...connection], { env: { ENTRAIN_CLIENT_SECRET: clientSecret }, answer })
}

function connectionOf({ origin, setUp, config }: World, clientId: string): readonly string[] {
  const who = ['--graph-url', origin, '--tenant', setUp.tenantId, '--client-id', clientId]
  return [...who, '--ca-file', join(config.dataDirectory, 'ca.pem')]
}
