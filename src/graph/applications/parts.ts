import type { Clock } from '../../contracts/clock.ts'
import type { EvaluationContext } from '../../expression/evaluation.ts'
import type { Call } from '../../http/route.ts'
import type { ForTenant } from '../tenant-part.ts'

/** What the resources of applications need. */
export interface ApplicationParts {
  readonly forTenant: ForTenant<'applications' | 'directory' | 'objects' | 'provisioning'>
  readonly clock: Clock
  readonly newId: () => string
  /** Tells the domains of a tenant. */
  readonly evaluationContextOf: (tenantId: string) => Promise<EvaluationContext>
}

export type ApplicationTenant = ReturnType<ApplicationParts['forTenant']>

export function tenantOf({ principal }: Pick<Call, 'principal'>, { forTenant }: Pick<ApplicationParts, 'forTenant'>) {
  return forTenant(principal.tenantId)
}
