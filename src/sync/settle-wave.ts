import type { Link, ProvisioningTransaction } from '../contracts/store-provisioning.ts'
import type { Target, TargetObject, TargetOperation, TargetOutcome } from '../contracts/target.ts'
import type { JobProgram } from './job-program.ts'
import { referringAttributes, resolveReferences, wantedAnchors } from './link.ts'
import { decideMatch, type Match, nobody, planLookups } from './match.ts'
import { type Operation, type PlanOptions, planOperation } from './plan.ts'
import { toAnchorKey } from './record.ts'
import { type Prepared, type Trail, targetObjectOf } from './trail.ts'
import { chooseUniqueValues } from './unique-values.ts'

export interface WaveContext {
  readonly jobId: string
  readonly program: JobProgram
  readonly options: PlanOptions
  readonly transaction: ProvisioningTransaction
  readonly target: Target
  /** Values chosen by SelectUniqueValue in this batch. */
  readonly reserved: Set<string>
}

/** Settles records of which no two concern the same person: look up, match, plan, apply, link. */
export async function settleWave(wave: readonly Prepared[], context: WaveContext): Promise<Trail[]> {
  const matches = await findMatches(wave, context)
  const targetIdOf = await findReferenced(wave, context)
  const planned: Planned[] = []
  for (const [position, prepared] of wave.entries()) {
    const found = matches[position] ?? { match: nobody, linked: false }
    planned.push(await planRecord(prepared, found, targetIdOf, context))
  }
  const trails = await applyAll(planned, context.target)
  await saveLinks(trails, context)
  return trails
}

interface Found {
  readonly match: Match
  readonly linked: boolean
}

interface Planned extends Omit<Trail, 'outcome' | 'lateReferences'> {}

/** By link where there is one whose object still exists, else by the matching attributes in order of precedence. */
async function findMatches(wave: readonly Prepared[], context: WaveContext): Promise<Found[]> {
  const { jobId, transaction, target } = context
  const links = await transaction.links.find(
    jobId,
    wave.map(({ record }) => record.anchor),
  )
  const linkedAt: number[] = []
  const ids: string[] = []
  links.forEach((link, position) => {
    if (link === undefined) return
    linkedAt.push(position)
    ids.push(link.targetId)
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
  { program, target }: WaveContext,
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
    open = asked.filter(({ position, lookup }, index) => {
      const match = decideMatch(lookup, answers[index] ?? [])
      if (match !== undefined) found[position] = { match, linked: false }
      return match === undefined
    })
  }
}

async function findReferenced(
  wave: readonly Prepared[],
  { program, transaction, jobId }: WaveContext,
): Promise<(anchorKey: string) => string | undefined> {
  const anchors = new Map<string, string>()
  for (const { desired } of wave)
    for (const anchor of wantedAnchors(program, desired)) anchors.set(toAnchorKey(anchor), anchor)
  const links = await transaction.links.find(jobId, [...anchors.values()])
  const known = new Map<string, string>()
  for (const link of links) if (link !== undefined) known.set(toAnchorKey(link.anchor), link.targetId)
  return (anchorKey) => known.get(anchorKey)
}

async function planRecord(
  prepared: Prepared,
  { match, linked }: Found,
  targetIdOf: (anchorKey: string) => string | undefined,
  context: WaveContext,
): Promise<Planned> {
  const { program, target, options, reserved } = context
  const { record, scope, ends } = prepared
  if (ends !== null)
    return { record, scope, match, linked, operation: keepObject(ends, match), refersBy: [], unresolved: [] }
  const { desired, unresolved } = resolveReferences(program, prepared.desired, targetIdOf)
  const refersBy = referringAttributes(program, prepared.desired)
  if (match.kind !== 'nobody') {
    const operation = planOperation(program, { record, scope, desired, match, linked }, options)
    return { record, scope, match, linked, operation, refersBy, unresolved }
  }
  const unique = await chooseUniqueValues(program, desired, target, reserved)
  const operation: Operation =
    unique.kind === 'exhausted'
      ? { kind: 'fail', error: unique.error }
      : planOperation(program, { record, scope, desired: unique.desired, match, linked }, options)
  return { record, scope, match, linked, operation, refersBy, unresolved }
}

function keepObject(ends: NonNullable<Prepared['ends']>, match: Match): Operation {
  return ends.kind === 'skip' && match.kind === 'one' ? { ...ends, object: match.object } : ends
}

async function applyAll(planned: readonly Planned[], target: Target): Promise<Trail[]> {
  const operations: TargetOperation[] = []
  for (const { operation } of planned) {
    if (operation.kind === 'create' || operation.kind === 'update') operations.push(operation)
  }
  const outcomes = await target.apply(operations)
  let next = 0
  return planned.map((item) => {
    const writes = item.operation.kind === 'create' || item.operation.kind === 'update'
    const outcome: TargetOutcome | null = writes ? (outcomes[next++] ?? null) : null
    return { ...item, outcome, lateReferences: [] }
  })
}

/** Remembers who is who, and where each person's latest record lies. */
async function saveLinks(trails: readonly Trail[], { jobId, transaction }: WaveContext): Promise<void> {
  const links: Link[] = []
  for (const trail of trails) {
    const object = linkedObject(trail)
    if (object === null) continue
    const { anchor, origin } = trail.record
    links.push({
      anchor,
      targetId: object.id,
      uploadSequence: origin.uploadSequence,
      operationIndex: origin.operationIndex,
    })
  }
  await transaction.links.put(jobId, links)
}

function linkedObject(trail: Trail): TargetObject | null {
  if (trail.record.anchor === '') return null
  if (trail.linked || trail.scope.inScope) return targetObjectOf(trail)
  return null
}
