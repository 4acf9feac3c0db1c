import { createPerson } from '../../app/create-person.ts'
import { openStore } from '../../app/open-stores.ts'
import type { Config } from '../../config/config.ts'
import { systemClock } from '../../contracts/clock.ts'
import type { Store } from '../../contracts/store.ts'
import { EntrainError } from '../../model/error.ts'
import { CommandError } from '../command-error.ts'

export const defaultDomain = 'fabrikam.example'

/** Who may sign in as Global Administrator; the password is told once. */
export interface Administrator {
  readonly userPrincipalName: string
  readonly password: string
}

/** Refuses with `usage` a name that is not at one of these domains. */
export function refuseAdministratorName(name: string | undefined, domains: readonly string[]): void {
  if (name === undefined) return
  const [local = '', domain = '', ...rest] = name.split('@')
  const isGood =
    local !== '' && rest.length === 0 && domains.some((known) => known.toLowerCase() === domain.toLowerCase())
  if (!isGood) throw new CommandError('usage', `--admin must be a name at one of: ${domains.join(', ')}.`)
}

export async function createAdministrator(
  store: Store,
  tenantId: string,
  userPrincipalName: string,
): Promise<Administrator> {
  const wish = {
    userPrincipalName,
    displayName: userPrincipalName.split('@')[0] ?? userPrincipalName,
    roles: ['Global Administrator'],
    mustChangePassword: false,
  } as const
  const { password } = await createPerson(store.forTenant(tenantId), wish, systemClock)
  return { userPrincipalName, password }
}

/** An administrator of a tenant that is there already: the one that has the domain of the name. */
export async function addAdministrator({ dataDirectory }: Config, name: string): Promise<Administrator> {
  const store = await openStore(dataDirectory)
  try {
    const tenant = await store.tenants.find(name.split('@')[1] ?? '')
    if (tenant === undefined) {
      const hint = `It is a user name at a verified domain, such as ada@${defaultDomain}.`
      throw new CommandError('usage', `No tenant in ${dataDirectory} has the domain of '${name}'.`, hint)
    }
    const domains = tenant.domains.map((domain) => domain.name)
    refuseAdministratorName(name, domains)
    return await createAdministrator(store, tenant.id, name)
  } catch (error) {
    if (error instanceof EntrainError) throw new CommandError('usage', error.message)
    throw error
  } finally {
    await store.close()
  }
}
