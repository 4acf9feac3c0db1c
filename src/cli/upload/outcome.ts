import type { OperationState } from '../../model/upload.ts'
import { operationStates } from '../../model/upload.ts'
import { isJsonObject, listAt, objectAt, textAt } from '../json-value.ts'
import type { Operation } from '../people/to-bulk-requests.ts'

/** Why something failed or deserves attention, in the words of the provisioning log. */
export interface Problem {
  readonly code: string
  readonly reason: string
  readonly additionalDetails: string | null
  readonly recommendedAction: string | null
}

/** What became of one row of the file. */
export interface RowOutcome {
  readonly line: number
  readonly externalId: string
  readonly bulkId: string
  readonly state: OperationState
  readonly result: 'success' | 'warning' | 'failure' | 'skipped' | null
  readonly targetId: string | null
  readonly uploadId: string | null
  readonly logEntryId: string | null
  readonly problems: readonly Problem[]
}

const results = ['success', 'warning', 'failure', 'skipped'] as const

/** An operation of the status resource (`GET …/uploads/{id}`), joined with the row that it came from. */
export function toRowOutcome(status: unknown, operation: Operation, uploadId: string): RowOutcome {
  const state = textAt(status, 'state')
  const result = textAt(status, 'result')
  const problems = [objectAt(status, 'error'), ...listAt(status, 'warnings')].filter(isJsonObject)
  return {
    ...unknownOutcome(operation, uploadId),
    state: operationStates.find((each) => each === state) ?? 'staged',
    result: results.find((each) => each === result) ?? null,
    targetId: textAt(status, 'targetId') ?? null,
    logEntryId: textAt(status, 'logEntryId') ?? null,
    problems: problems.map(toProblem),
  }
}

/** A row of which nothing is known but that it was sent. */
export function unknownOutcome({ line, externalId, bulkId }: Operation, uploadId: string | null): RowOutcome {
  return {
    ...{ line, externalId, bulkId, state: 'staged', result: null },
    ...{ targetId: null, uploadId, logEntryId: null, problems: [] },
  }
}

export function toProblem(value: unknown): Problem {
  return {
    code: textAt(value, 'code') ?? textAt(value, 'errorCode') ?? '',
    reason: textAt(value, 'reason') ?? textAt(value, 'message') ?? '',
    additionalDetails: textAt(value, 'additionalDetails') ?? textAt(value, 'target') ?? null,
    recommendedAction: textAt(value, 'recommendedAction') ?? null,
  }
}

const statesByAction: Readonly<Record<string, OperationState>> = {
  create: 'created',
  update: 'updated',
  disable: 'disabled',
  delete: 'deleted',
}

/** The same out of a provisioning log entry, for servers that have nothing but the log. */
export function toOutcomeFromLog(entry: unknown, operation: Operation): RowOutcome {
  const info = objectAt(entry, 'provisioningStatusInfo')
  const status = results.find((each) => each === textAt(info, 'status')) ?? null
  const byAction = statesByAction[textAt(entry, 'provisioningAction') ?? ''] ?? 'skipped'
  const error = objectAt(info, 'errorInformation')
  const isBad = status === 'failure' || status === 'warning'
  return {
    ...unknownOutcome(operation, null),
    state: status === 'failure' ? 'failed' : status === 'skipped' ? 'skipped' : byAction,
    result: status,
    targetId: textAt(objectAt(entry, 'targetIdentity'), 'id') || null,
    logEntryId: textAt(entry, 'id') ?? null,
    problems: isBad && error !== undefined ? [toProblem(error)] : [],
  }
}

/** How many rows came to each state. */
export function countStates(outcomes: readonly RowOutcome[]): Readonly<Record<OperationState, number>> {
  const counts = Object.fromEntries(operationStates.map((state) => [state, 0])) as Record<OperationState, number>
  for (const { state } of outcomes) counts[state] += 1
  return counts
}
