/** What a cell holds: text or, in JSON, a truth value. Empty text is an empty cell; undefined is no cell at all. */
export type Cell = string | boolean | undefined

/** A SCIM user (RFC 7643 section 4.1) as it goes into an operation's `data`. */
export type ScimUser = Readonly<Record<string, unknown>>

/** One person of a file: a flat row that columns describe, or a SCIM user that is sent as it is. */
export type SourcePerson =
  | { readonly kind: 'row'; readonly line: number; readonly cells: readonly Cell[] }
  | { readonly kind: 'scim'; readonly line: number; readonly bulkId: string | null; readonly user: ScimUser }

export interface PeopleFile {
  /** For people to read, e.g. `CSV, separated by semicolons`. */
  readonly format: string
  /** Names of the columns of all rows, in order; empty when there are only SCIM users. */
  readonly columns: readonly string[]
  /** In the file's order; `line` counts from 1 and names the line where the person begins. */
  readonly people: readonly SourcePerson[]
  /** What the reader should know before sending, e.g. that the encoding was guessed. */
  readonly notes: readonly string[]
}

export function rowsOf({ people }: PeopleFile): readonly Extract<SourcePerson, { kind: 'row' }>[] {
  return people.filter((person) => person.kind === 'row')
}
