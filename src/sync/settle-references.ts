import type { PendingReference, ProvisioningTransaction } from '../contracts/store-provisioning.ts'
import type { Target, TargetObject } from '../contracts/target.ts'
import type { UnresolvedReference } from '../model/provisioning-log.ts'
import { toAnchorKey } from './record.ts'
import { type LateReference, type Trail, targetObjectOf } from './trail.ts'

export interface ReferenceContext {
  readonly jobId: string
  readonly transaction: ProvisioningTransaction
  readonly target: Target
}

/** A reference that waited and could be set now, without a new upload of its subject. */
export interface HealedReference {
  readonly subjectAnchor: string
  readonly object: TargetObject
  readonly reference: LateReference
}

/** After the objects of a batch exist: sets what can be resolved now, keeps waiting for the rest. Trails come in order of arrival. */
export async function settleReferences(trails: readonly Trail[], context: ReferenceContext): Promise<Trail[]> {
  const { jobId, transaction } = context
  const newest = keepNewestWishes(trails)
  const wanted = [...new Set(newest.flatMap((trail) => trail.unresolved.map(({ anchor }) => anchor)))]
  const links = await transaction.links.find(jobId, wanted)
  const idOf = new Map(
    links.flatMap((link) => (link === undefined ? [] : [[toAnchorKey(link.anchor), link.targetId] as const])),
  )
  const forgets = !(await transaction.references.isEmpty(jobId))
  const settled: Trail[] = []
  for (const trail of newest) {
    if (forgets) await forgetResolved(trail, context)
    settled.push(trail.unresolved.length === 0 ? trail : await settleTrail(trail, idOf, context))
  }
  return settled
}

/** Of several records of one person only the newest that names a reference decides about it. */
function keepNewestWishes(trails: readonly Trail[]): Trail[] {
  const decided = new Set<string>()
  const kept: Trail[] = []
  for (const trail of trails.toReversed()) {
    const keyOf = (attribute: string): string => `${attribute}:${toAnchorKey(trail.record.anchor)}`
    const unresolved = trail.unresolved.filter(({ attribute }) => !decided.has(keyOf(attribute)))
    for (const attribute of trail.refersBy) decided.add(keyOf(attribute))
    kept.push(unresolved.length === trail.unresolved.length ? trail : { ...trail, unresolved })
  }
  return kept.reverse()
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

/** Sets references that wait for someone who was linked in this batch. */
export async function healReferences(trails: readonly Trail[], context: ReferenceContext): Promise<HealedReference[]> {
  const { jobId, transaction, target } = context
  if (await transaction.references.isEmpty(jobId)) return []
  const linked = trails
    .filter((trail) => trail.scope.inScope && targetObjectOf(trail) !== null)
    .map((trail) => trail.record.anchor)
  const waiting = await transaction.references.listWaitingFor(jobId, [...new Set(linked)])
  const healed: HealedReference[] = []
  for (const reference of waiting) {
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
  const [subject, wanted] = await transaction.links.find(jobId, [reference.subjectAnchor, reference.wantedAnchor])
  if (subject === undefined || wanted === undefined) return null
  const [object] = await target.read([subject.targetId])
  return object === undefined ? null : { subject: object, wantedId: wanted.targetId }
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
