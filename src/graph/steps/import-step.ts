import type { ProvisioningCause, StoredLogEntry } from '../../model/provisioning-log.ts'
import type { LogContext } from '../log-context.ts'
import { isAbsence, subject, type ToStep } from './step.ts'

/** What the engine began with: what was received, or why it looked again. */
export const toImport: ToStep = (entry, context) => {
  if (entry.cause === 'reference') return undefined
  const isAnonymous = entry.sourceAnchor === ''
  return {
    name: nameOf(entry),
    provisioningStepType: 'import',
    status: isAnonymous ? entry.result : 'success',
    description: describe(entry, context),
    details: {
      externalId: entry.sourceAnchor,
      ...(entry.sourceActive === null ? {} : { active: entry.sourceActive }),
      ...(entry.cause === 'upload' ? {} : { Cause: entry.cause }),
      ...context.received,
    },
  }
}

type Change = 'Add' | 'Update' | 'Delete'

function changeOf(entry: StoredLogEntry): Change {
  if (isAbsence(entry)) return 'Delete'
  return entry.action === 'create' ? 'Add' : 'Update'
}

/** Nothing was imported when the engine looked by itself at what it had. */
const ownCauses: ReadonlySet<ProvisioningCause> = new Set(['evaluation', 'date', 'onDemand'])

function nameOf(entry: StoredLogEntry): string {
  const change = changeOf(entry)
  return ownCauses.has(entry.cause) && change !== 'Delete' ? 'EntryImport' : `EntryImport${change}`
}

function describe(entry: StoredLogEntry, { sourceSystemName }: LogContext): string {
  const change = changeOf(entry)
  const who = subject(entry)
  if (entry.sourceAnchor === '')
    return `Received a User change of type (${change}) from ${sourceSystemName} without a source identifier`
  if (change === 'Delete') return `${who} is no longer in ${sourceSystemName}: a complete upload did not name it`
  return descriptions[entry.cause](who, { entry, change, sourceSystemName })
}

interface Telling {
  readonly entry: StoredLogEntry
  readonly change: Change
  readonly sourceSystemName: string
}

const descriptions: Readonly<Record<ProvisioningCause, (who: string, telling: Telling) => string>> = {
  upload: (who, { change, sourceSystemName }) => `Received ${who} change of type (${change}) from ${sourceSystemName}`,
  retry: (who, { sourceSystemName }) => `Tried ${who} again, as last received from ${sourceSystemName}`,
  evaluation: (who) => `Looked at ${who} again: the mapping or scope changed, or a restart asked for it`,
  date: (who) => `Looked at ${who} again: a date in the mapping or scope came`,
  absence: (who, { sourceSystemName }) => `${who} is no longer in ${sourceSystemName}`,
  release: (who) => `Took up ${who}, which was held back until the cycle's end or until an administrator allowed it`,
  onDemand: (who, { entry }) =>
    `Looked at ${who} because ${entry.initiator?.displayName || 'somebody'} asked for it (provision on demand)`,
  reference: (who) => `Looked at ${who} because a reference waited`,
}
