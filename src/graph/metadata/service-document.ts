import { entitySets } from '../model/entity-sets.ts'

/** The answer to a GET of the version itself: where paths begin (graph-conventions section 1). */
export function toServiceDocument(root: string) {
  const value = entitySets.map(({ name, kind }) => ({
    name,
    kind: kind === 'entitySet' ? 'EntitySet' : 'Singleton',
    url: name,
  }))
  return { '@odata.context': `${root}/$metadata`, value }
}
