import { randomUUID } from 'node:crypto'
import type { Clock } from '../contracts/clock.ts'
import type { EvaluationContext } from '../expression/evaluation.ts'
import { defaultDomainOf, type Tenant } from '../model/tenant.ts'

/** Clock, chance and domains as the expressions of one tenant see them; made anew for each batch. */
export function toEvaluationContext(tenant: Tenant, clock: Clock): EvaluationContext {
  return {
    now: new Date(clock.now()),
    defaultDomain: defaultDomainOf(tenant),
    isVerifiedDomain: verifiedDomainsOf(tenant),
    random: secureRandom,
    newGuid: randomUUID,
  }
}

export function verifiedDomainsOf(tenant: Tenant): (domain: string) => boolean {
  const domains = new Set(tenant.domains.map(({ name }) => name))
  return (domain) => domains.has(domain.toLowerCase())
}

/** Uniform in [0, 1): generated passwords must not be guessable. */
function secureRandom(): number {
  const [word = 0] = crypto.getRandomValues(new Uint32Array(1))
  return word / 2 ** 32
}
