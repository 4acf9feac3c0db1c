import type { ProvisioningTransaction, SourceEntry } from '../contracts/store-provisioning.ts'
import type { Target, TargetObject, TargetOperation, TargetOutcome } from '../contracts/target.ts'
import { rejected } from '../model/standard-log-errors.ts'
import type { Batch } from './batch.ts'
import type { JobProgram } from './job-program.ts'
import { referringAttributes, resolveReferences, wantedAnchors } from './link.ts'
import { decideMatch, type Match, nobody, planLookups } from './match.ts'
import { isDeprovisioning, type Operation, type PlanOptions, planOperation } from './plan.ts'
import { internalError } from './prepare.ts'
import { compareArrival, type SourceRecord, toAnchorKey } from './record.ts'
import { errorOf, hasSay, type Prepared, type Trail, targetObjectOf } from './trail.ts'
import { chooseUniqueValues } from './unique-values.ts'

export interface WaveContext {
  readonly jobId: string
  readonly program: JobProgram
  readonly options: PlanOptions
  readonly transaction: ProvisioningTransaction
  readonly target: Target
  /** Anchor keys of those who are linked for the first time in this batch, and by which record. */
  readonly linkedBy: Map<string, SourceRecord>
  /** Whether what takes accounts away is done or kept back. */
  readonly deprovisioning: Batch['deprovisioning']
  /** Anchor keys of people of whom something is kept back; whatever comes for them afterwards is kept back too. */
  readonly heldKeys: Set<string>
}

/** Settles records of which no two concern the same person: look up, match, plan, apply, link. */
export async function settleWave(all: readonly Prepared[], context: WaveContext): Promise<Trail[]> {
  const isHeld = ({ record }: Prepared) => context.heldKeys.has(toAnchorKey(record.anchor))
  const wave = context.heldKeys.size === 0 ? all : all.filter((prepared) => !isHeld(prepared))
  const matches = await findMatches(wave, context)
  const findTargetId = await findReferenced(wave, context)
  const repeated = findRepeated(matches)
  const planned: Planned[] = []
  for (const [position, prepared] of wave.entries()) {
    if (repeated.has(position)) continue
    const found = matches[position] ?? { match: nobody, linked: false }
    planned.push(holdBack(await planRecord(prepared, found, findTargetId, context), context))
  }
  const trails = await applyAll(planned, context.target)
  await saveEntries(trails, context)
  if (repeated.size === 0) return trails
  const rest = wave.filter((_, position) => repeated.has(position))
  return [...trails, ...(await settleWave(rest, context))]
}

/**
 * Two persons may be linked to one object. The second one's changes must be planned on what the first one's left, so it
 * waits: these are the positions of the later ones.
 */
function findRepeated(matches: readonly Found[]): ReadonlySet<number> {
  const seen = new Set<string>()
  const repeated = new Set<number>()
  matches.forEach(({ match }, position) => {
    if (match.kind !== 'one') return
    if (seen.has(match.object.id)) repeated.add(position)
    else seen.add(match.object.id)
  })
  return repeated
}

/** Keeps back what takes an account away, when that is to be counted first; leaves it undone when it was rejected. */
function holdBack(planned: Planned, { deprovisioning, heldKeys }: WaveContext): Planned {
  const { operation } = planned
  if (deprovisioning === 'reject' && isDeprovisioning(operation)) {
    const skip = { kind: 'skip', error: rejected, object: operation.object } as const
    return { ...planned, operation: skip, refersBy: [], unresolved: [] }
  }
  if (deprovisioning !== 'hold' || !isDeprovisioning(operation)) return planned
  heldKeys.add(toAnchorKey(planned.record.anchor))
  return {
    ...planned,
    operation: { kind: 'hold', object: operation.object, held: operation },
    refersBy: [],
    unresolved: [],
  }
}

interface Found {
  readonly match: Match
  readonly linked: boolean
}

export interface Planned extends Omit<Trail, 'outcome' | 'lateReferences'> {}

/** What deciding asks of its surroundings; it writes nothing. */
export interface DecidingContext extends Pick<WaveContext, 'jobId' | 'program' | 'options' | 'target' | 'linkedBy'> {
  readonly transaction: { readonly entries: Pick<ProvisioningTransaction['entries'], 'find'> }
}

/** What would be done about one record now, by the very steps that settle it. */
export async function decideAlone(prepared: Prepared, context: DecidingContext): Promise<Planned> {
  const [found = { match: nobody, linked: false }] = await findMatches([prepared], context)
  return planRecord(prepared, found, await findReferenced([prepared], context), context)
}

/** By link where there is one whose object still exists, else by the matching attributes in order of precedence. */
async function findMatches(wave: readonly Prepared[], context: DecidingContext): Promise<Found[]> {
  const { jobId, transaction, target } = context
  const entries = await transaction.entries.find(
    jobId,
    wave.map(({ record }) => record.anchor),
  )
  const linkedAt: number[] = []
  const ids: string[] = []
  entries.forEach((entry, position) => {
    if (entry === undefined || entry.targetId === null) return
    linkedAt.push(position)
    ids.push(entry.targetId)
  })
  const objects = await target.read(ids)
  const found: Found[] = wave.map(() => ({ match: nobody, linked: false }))
  linkedAt.forEach((position, index) => {
    const object = objects[index]
    if (object !== undefined)
      found[position] = { match: { kind: 'one', object, trail: { kind: 'link' } }, linked: true }
  })
  await matchByAttributes(wave, found, context)
  return found
}

async function matchByAttributes(
  wave: readonly Prepared[],
  found: Found[],
  { program, target }: DecidingContext,
): Promise<void> {
  let open = wave.flatMap((prepared, position) => {
    const isOpen = prepared.ends === null && prepared.scope.inScope && found[position]?.linked === false
    return isOpen ? [{ position, lookups: planLookups(program, prepared.desired) }] : []
  })
  for (let precedence = 0; open.length > 0; precedence++) {
    const asked = open.flatMap(({ position, lookups }) => {
      const lookup = lookups[precedence]
      return lookup === undefined ? [] : [{ position, lookups, lookup }]
    })
    const answers = await target.find(asked.map(({ lookup }) => lookup))
    open = asked.filter(({ position, lookups, lookup }, index) => {
      const match = decideMatch(lookup, answers[index] ?? [], lookups.slice(0, precedence))
      if (match !== undefined) found[position] = { match, linked: false }
      return match === undefined
    })
  }
}

/** The object id behind an anchor, as far as a record can know of it. */
type FindReferenced = (anchorKey: string, record: SourceRecord) => string | undefined

async function findReferenced(
  wave: readonly Prepared[],
  { program, transaction, jobId, linkedBy }: DecidingContext,
): Promise<FindReferenced> {
  const anchors = new Map<string, string>()
  for (const { desired } of wave)
    for (const anchor of wantedAnchors(program, desired)) anchors.set(toAnchorKey(anchor), anchor)
  const entries = await transaction.entries.find(jobId, [...anchors.values()])
  const known = new Map<string, string>()
  for (const entry of entries)
    if (entry !== undefined && entry.targetId !== null) known.set(toAnchorKey(entry.anchor), entry.targetId)
  return (anchorKey, record) => {
    const linking = linkedBy.get(anchorKey)
    // Waves change the order of arrival: someone who came later is not known yet, as if each record were a batch.
    return linking !== undefined && compareArrival(linking, record) > 0 ? undefined : known.get(anchorKey)
  }
}

async function planRecord(
  prepared: Prepared,
  { match, linked }: Found,
  findTargetId: FindReferenced,
  context: DecidingContext,
): Promise<Planned> {
  const { program, target, options } = context
  const { record, scope, ends, holdsUntil = null } = prepared
  if (ends !== null)
    return {
      record,
      scope,
      match,
      linked,
      holdsUntil,
      operation: keepObject(ends, match),
      refersBy: [],
      unresolved: [],
    }
  const { desired, unresolved: unknown } = resolveReferences(program, prepared.desired, (anchorKey) =>
    findTargetId(anchorKey, record),
  )
  const refersBy = referringAttributes(program, prepared.desired, match.kind === 'one' ? match.object : null)
  const unresolved = unknown.filter(({ attribute }) => refersBy.includes(attribute))
  const object = match.kind === 'one' ? match.object : null
  const isOpen = match.kind !== 'ambiguous'
  const unique = isOpen
    ? await chooseUniqueValues(program, desired, object, target)
    : ({ kind: 'chosen', desired } as const)
  const operation: Operation =
    unique.kind === 'exhausted'
      ? { kind: 'fail', error: unique.error }
      : planOperation(program, { record, scope, desired: unique.desired, match, linked }, options)
  return { record, scope, match, linked, holdsUntil, operation, refersBy, unresolved }
}

function keepObject(ends: NonNullable<Prepared['ends']>, match: Match): Operation {
  return ends.kind === 'skip' && match.kind === 'one' ? { ...ends, object: match.object } : ends
}

async function applyAll(planned: readonly Planned[], target: Target): Promise<Trail[]> {
  const operations: TargetOperation[] = []
  for (const { operation } of planned) {
    if (writesTarget(operation)) operations.push(operation)
  }
  const outcomes = await target.apply(operations)
  let next = 0
  return planned.map((item) => {
    const outcome: TargetOutcome | null = writesTarget(item.operation) ? (outcomes[next++] ?? null) : null
    const trail = { ...item, outcome, lateReferences: [] }
    return hasSay(trail) ? trail : { ...trail, refersBy: [], unresolved: [] }
  })
}

function writesTarget(operation: Operation): operation is Extract<Operation, { kind: 'create' | 'update' | 'delete' }> {
  return operation.kind === 'create' || operation.kind === 'update' || operation.kind === 'delete'
}

/** Remembers who is who, and where each person's latest record lies. */
async function saveEntries(trails: readonly Trail[], { jobId, transaction, linkedBy }: WaveContext): Promise<void> {
  const entries: SourceEntry[] = []
  for (const trail of trails) {
    const { anchor, origin, presence } = trail.record
    // A defect of ours may lie in the saving itself.
    if (anchor === '' || errorOf(trail) === internalError) continue
    const object = linkedObject(trail)
    if (!trail.linked && object !== null) linkedBy.set(toAnchorKey(anchor), trail.record)
    entries.push({
      anchor,
      targetId: object?.id ?? null,
      uploadSequence: origin.uploadSequence,
      operationIndex: origin.operationIndex,
      isAbsent: presence === 'absent',
    })
  }
  await transaction.entries.put(jobId, entries)
}

function linkedObject(trail: Trail): TargetObject | null {
  if (trail.operation.kind === 'delete' && trail.outcome?.kind === 'applied') return null
  if (trail.linked || trail.scope.inScope) return targetObjectOf(trail)
  return null
}
