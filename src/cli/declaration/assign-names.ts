import { textAt } from '../json-value.ts'
import type { ActualApplication } from './declaration.ts'

const slugCharsMax = 100

/**
 * A uniqueName for every application, by its appId: its own, or one made of its display name, which is what it is given
 * where the declaration has to make it. Each application without a name of its own gets the same one in every export.
 */
export function assignNames(applications: readonly ActualApplication[]): ReadonlyMap<string, string> {
  const own = applications.flatMap(({ uniqueName }) => uniqueName ?? [])
  const slugs = applications.flatMap((application) => (application.uniqueName === null ? slugOf(application) : []))
  const taken = [...own.map((name) => name.toLowerCase()), ...slugs]
  return new Map(
    applications.map((application) => {
      const { uniqueName, appId } = application
      const slug = slugOf(application)
      const isAlone = taken.filter((name) => name === slug).length === 1
      return [appId, uniqueName ?? (isAlone ? slug : `${slug}-${appId.slice(0, 8)}`)]
    }),
  )
}

function slugOf({ application, appId }: ActualApplication): string {
  return toSlug(textAt(application, 'displayName') ?? '') || appId
}

/** Small letters, digits and hyphens; empty when nothing is left. */
export function toSlug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, slugCharsMax)
    .replaceAll(/^-|-$/g, '')
}
