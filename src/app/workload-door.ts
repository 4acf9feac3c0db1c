import { createKeyRing } from '../auth/tokens/key-ring.ts'
import type { Config } from '../config/config.ts'
import { readManagedIdentities } from '../config/managed-identities.ts'
import { type Clock, systemClock } from '../contracts/clock.ts'
import type { Store } from '../contracts/store.ts'
import { listen } from '../http/listen.ts'
import { createManagedIdentityHandler, managedIdentityPath } from '../oauth/managed-identity.ts'
import type { SignInLog } from '../oauth/sign-in-log.ts'
import type { Events } from '../telemetry/events.ts'

/** Only programs of this machine reach it, whatever the service itself listens on. */
const loopback = '127.0.0.1'

export interface WorkloadDoorParts {
  readonly config: Config
  readonly events: Events
  readonly clock: Clock
  readonly origin: string
  readonly store: Store
  readonly signIns: SignInLog
}

/** Opens the managed identity endpoint when a port was set for it, and answers its address. */
export async function openWorkloadDoor(parts: WorkloadDoorParts, opened: AsyncDisposableStack): Promise<string | null> {
  const { config, events, clock, origin, store, signIns } = parts
  const { managedIdentityPort: port } = config.clients
  if (port === null) return null
  const handler = createManagedIdentityHandler({
    identities: () => readManagedIdentities(config.dataDirectory),
    applicationsOf: (tenantId) => store.forTenant(tenantId).applications,
    objectsOf: (tenantId) => store.forTenant(tenantId).objects,
    keys: createKeyRing({ store: store.signingKeys, clock: systemClock }),
    clock,
    origin,
    events,
    signIns,
  })
  const onHandlerFailure = (error: unknown, requestId: string) => events.unexpectedError(error, { requestId })
  const listener = await listen({ handler, host: loopback, port, onHandlerFailure })
  opened.adopt(listener, (open) => open.close())
  return `http://${loopback}:${listener.port}${managedIdentityPath}`
}
