import { initial } from './0001-initial.ts'
import { sourceEntries } from './0002-source-entries.ts'
import { schemaAuthors } from './0003-schema-authors.ts'
import { directoryObjects } from './0004-directory-objects.ts'
import { identity } from './0005-identity.ts'
import { userSearch } from './0006-user-search.ts'
import { changeIndex } from './0007-change-index.ts'
import { changedNames } from './0008-changed-names.ts'

/** One step of the database's layout. Once released it is never edited; what must change becomes the next step. */
export interface Migration {
  /** Number and purpose, e.g. `0001-initial`. */
  readonly name: string
  readonly statements: readonly string[]
}

/** In the order in which they run; the level of a database is how many of them it has seen. */
export const migrations: readonly Migration[] = [
  initial,
  sourceEntries,
  schemaAuthors,
  directoryObjects,
  identity,
  userSearch,
  changeIndex,
  changedNames,
]
