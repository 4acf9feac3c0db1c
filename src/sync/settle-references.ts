import type { PendingReference, ProvisioningTransaction } from '../contracts/store-provisioning.ts'
import type { Target, TargetObject } from '../contracts/target.ts'
import type { UnresolvedReference } from '../model/provisioning-log.ts'
import { type SourceRecord, toAnchorKey } from './record.ts'
import { type LateReference, type Trail, targetObjectOf } from './trail.ts'
import { decideWishes, type Wishes } from './wishes.ts'

export interface ReferenceContext {
  readonly jobId: string
  readonly transaction: ProvisioningTransaction
  readonly target: Target
  /** Anchor keys of those who were linked for the first time in this batch, and by which record. */
  readonly linkedBy: ReadonlyMap<string, SourceRecord>
}

/** A reference that waited and could be set now, without a new upload of its subject. */
export interface HealedReference {
  readonly subjectAnchor: string
  readonly object: TargetObject
  readonly reference: LateReference
}

export interface SettledReferences {
  readonly trails: readonly Trail[]
  readonly healed: readonly HealedReference[]
}

/**
 * After the objects of a batch exist: sets references that waited for someone who is linked now, then those of the
 * batch, and keeps waiting for the rest. Trails come in order of arrival.
 */
export async function settleReferences(
  trails: readonly Trail[],
  context: ReferenceContext,
): Promise<SettledReferences> {
  const idOf = await findWanted(trails, context)
  const wishes = decideWishes(trails, { isLinked: (key) => idOf.has(key), linkedBy: context.linkedBy })
  const forgets = !(await context.transaction.references.isEmpty(context.jobId))
  // References that waited are older than every record of the batch, so they go first.
  const healed = forgets ? await healReferences(wishes, context) : []
  const settled: Trail[] = []
  for (const trail of wishes.trails) {
    if (forgets) await forgetResolved(trail, context)
    settled.push(trail.unresolved.length === 0 ? trail : await settleTrail(trail, idOf, context))
  }
  return { trails: settled, healed }
}

/** Object ids by anchor key of those whom the batch refers to. */
async function findWanted(
  trails: readonly Trail[],
  { jobId, transaction }: ReferenceContext,
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(trails.flatMap((trail) => trail.unresolved.map(({ anchor }) => anchor)))]
  const entries = await transaction.entries.find(jobId, wanted)
  const idOf = new Map<string, string>()
  for (const entry of entries)
    if (entry !== undefined && entry.targetId !== null) idOf.set(toAnchorKey(entry.anchor), entry.targetId)
  return idOf
}

/** A newer record says where the reference points; an older wish must not come back. */
async function forgetResolved(trail: Trail, { jobId, transaction }: ReferenceContext): Promise<void> {
  for (const attribute of trail.refersBy) {
    const waits = trail.unresolved.some((reference) => reference.attribute === attribute)
    if (!waits) await transaction.references.remove(jobId, trail.record.anchor, attribute)
  }
}

async function settleTrail(trail: Trail, idOf: ReadonlyMap<string, string>, context: ReferenceContext): Promise<Trail> {
  const object = targetObjectOf(trail)
  if (object === null || !trail.scope.inScope) return { ...trail, unresolved: [] }
  const unresolved: UnresolvedReference[] = []
  const lateReferences: LateReference[] = []
  for (const wanted of trail.unresolved) {
    const targetId = idOf.get(toAnchorKey(wanted.anchor))
    if (targetId === undefined) {
      const reference = { subjectAnchor: trail.record.anchor, attribute: wanted.attribute, wantedAnchor: wanted.anchor }
      const known = await context.transaction.references.put(context.jobId, reference)
      // Sent again and still waiting: nothing new to tell.
      if (!(known && trail.operation.kind === 'skip')) unresolved.push(wanted)
      continue
    }
    const set = await setReference(object, wanted.attribute, targetId, context.target)
    if (set !== null) lateReferences.push(set)
    await context.transaction.references.remove(context.jobId, trail.record.anchor, wanted.attribute)
  }
  return { ...trail, unresolved, lateReferences }
}

/** Sets references that waited before this batch for someone who was linked in it. */
async function healReferences(
  { trails, holds }: Wishes,
  context: ReferenceContext,
): Promise<readonly HealedReference[]> {
  const { jobId, transaction, target } = context
  const linked = trails
    .filter((trail) => trail.scope.inScope && targetObjectOf(trail) !== null)
    .map((trail) => trail.record.anchor)
  const waiting = await transaction.references.listWaitingFor(jobId, [...new Set(linked)])
  const healed: HealedReference[] = []
  for (const reference of waiting) {
    if (!holds(reference.subjectAnchor, reference.attribute, reference.wantedAnchor)) continue
    const found = await findBothEnds(reference, context)
    if (found === null) continue
    const set = await setReference(found.subject, reference.attribute, found.wantedId, target)
    await transaction.references.remove(jobId, reference.subjectAnchor, reference.attribute)
    if (set !== null) healed.push({ subjectAnchor: reference.subjectAnchor, object: found.subject, reference: set })
  }
  return healed
}

async function findBothEnds(
  reference: PendingReference,
  { jobId, transaction, target }: ReferenceContext,
): Promise<{ subject: TargetObject; wantedId: string } | null> {
  const [subject, wanted] = await transaction.entries.find(jobId, [reference.subjectAnchor, reference.wantedAnchor])
  const wantedId = wanted?.targetId ?? null
  const subjectId = subject?.targetId ?? null
  if (subjectId === null || wantedId === null) return null
  const [object] = await target.read([subjectId])
  return object === undefined ? null : { subject: object, wantedId }
}

async function setReference(
  object: TargetObject,
  attribute: string,
  targetId: string,
  target: Target,
): Promise<LateReference | null> {
  const [current] = await target.read([object.id])
  if (current === undefined) return null
  const old = current.value(attribute)
  if (old === targetId) return null
  const [outcome] = await target.apply([{ kind: 'update', object: current, changes: [{ attribute, value: targetId }] }])
  return outcome?.kind === 'applied'
    ? { attribute, oldValue: typeof old === 'string' ? old : null, newValue: targetId }
    : null
}
