import type { RouteAccess } from './route-row.ts'

/** What can be asked of a list of directory objects beside the list itself (graph-conventions section 1). */
export function linkRows<const Path extends string>(path: Path, { delegated, application }: RouteAccess) {
  const access = { method: 'GET', delegated, application, success: 200 } as const
  return [
    { ...access, path: `${path}/$count`, returns: 'Edm.Int32' },
    { ...access, path: `${path}/{type}`, returns: 'directoryObject collection' },
    { ...access, path: `${path}/{type}/$count`, returns: 'Edm.Int32' },
  ] as const
}

/** The links of a relationship that is written by `$ref` (graph-conventions section 12). */
export function referenceRows<const Path extends string>(path: Path, { delegated, application }: RouteAccess) {
  return [
    { method: 'GET', delegated, application, success: 200, path: `${path}/$ref`, returns: 'reference collection' },
  ] as const
}
