/** Why a membership rule cannot be read, and where: offset of the character, from 0. */
export class RuleError extends Error {
  override readonly name = 'RuleError'
  readonly offset: number

  constructor(message: string, offset: number) {
    super(`${message} (at character ${offset})`)
    this.offset = offset
  }
}
