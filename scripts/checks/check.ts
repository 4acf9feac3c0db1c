import { fileURLToPath } from 'node:url'

/** One check of the house: what it looks at in a word, and what it found. */
export interface Check {
  readonly name: string
  readonly run: () => Finding | Promise<Finding>
}

export interface Finding {
  /** One line about what was looked at. */
  readonly summary: string
  /** Each names the place and the fix; none means that all is well. */
  readonly problems: readonly string[]
}

/** The folder of the project, absolute. */
export const root = fileURLToPath(new URL('../..', import.meta.url))
