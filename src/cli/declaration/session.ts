import { readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { createGraphClient } from '../client.ts'
import type { CommandContext } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { type ConnectionFlags, readConnectionSettings } from '../connection-settings.ts'
import { isJsonObject, parseJson } from '../json-value.ts'
import type { ActualApplication, Declaration, DeclaredApplication } from './declaration.ts'
import { declarationBytesMax, parseDeclaration } from './parse-declaration.ts'
import { planSteps, type Step } from './plan.ts'
import { readApplication } from './read-tenant.ts'
import { createTenantClient, type TenantClient } from './tenant-client.ts'

export const declarationFile = 'entrain.yaml'

/** Connects as the administrating client, does the work and hangs up. */
export async function withTenant(
  flags: ConnectionFlags,
  { env, signal }: CommandContext,
  work: (tenant: TenantClient) => Promise<void>,
): Promise<void> {
  const client = createGraphClient(readConnectionSettings(flags, env, 'administration'))
  try {
    await work(createTenantClient(client, signal))
  } finally {
    client.close()
  }
}

export interface Planned {
  readonly steps: readonly Step[]
  readonly declaredOf: (step: Step) => DeclaredApplication
}

/** Reads the file and the tenant and compares them. */
export async function planFile(tenant: TenantClient, file: string): Promise<Planned> {
  const declaration = readDeclaration(file)
  const actual = new Map<DeclaredApplication, ActualApplication | undefined>()
  for (const declared of declaration.applications) actual.set(declared, await readApplication(tenant, declared))
  const steps = planSteps(declaration, (declared) => actual.get(declared))
  return { steps, declaredOf: (step) => findDeclared(declaration, step) }
}

function findDeclared({ applications }: Declaration, { application }: Step): DeclaredApplication {
  const found = applications.find(({ uniqueName, appId }) => (uniqueName ?? appId) === application)
  if (found === undefined) throw new Error(`no application ${application} in the declaration`)
  return found
}

function readDeclaration(file: string): Declaration {
  return parseDeclaration({
    file,
    text: readText(file),
    readSchema(name) {
      const schema = parseJson(readText(resolve(dirname(file), name)))
      if (isJsonObject(schema)) return schema
      throw new CommandError('usage', `${name} is not a JSON object.`)
    },
  })
}

function readText(file: string): string {
  try {
    if (statSync(file).size > declarationBytesMax) {
      throw new CommandError('usage', `${file} has more than ${declarationBytesMax} bytes.`)
    }
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    if (error instanceof CommandError) throw error
    const hint = 'Write one, or begin with "entrain export".'
    throw new CommandError('usage', `There is no file ${file}.`, hint)
  }
}
