import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Check, root } from './check.ts'

interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>
}

interface LockedPackage {
  readonly resolved?: string
  readonly integrity?: string
  /** Of a workspace of our own: nothing is fetched for it. */
  readonly link?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** The lock file has to work with every registry and on every platform: no addresses, all optional packages, all hashes. */
export const checkLockFile: Check = {
  name: 'lock file',
  run() {
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as LockFile
    const installed = Object.entries(packages).filter(([path, { link }]) => path.startsWith('node_modules/') && !link)
    return {
      summary: `${installed.length} packages, without registry addresses, with hashes and all platforms`,
      problems: installed.flatMap(([path, locked]) => [
        ...(locked.resolved === undefined
          ? []
          : [`${path} names ${locked.resolved}: make the file anew with the .npmrc of this folder`]),
        ...(locked.integrity === undefined ? [`${path} has no integrity hash`] : []),
        ...missingPlatforms(locked, packages).map((name) => `${path} needs ${name}, which the file lacks`),
      ]),
    }
  },
}

/** npm forgets the packages of other platforms when it makes a lock file from an installed tree. */
function missingPlatforms(locked: LockedPackage, packages: LockFile['packages']): string[] {
  return Object.keys(locked.optionalDependencies ?? {}).filter((name) => !(`node_modules/${name}` in packages))
}
