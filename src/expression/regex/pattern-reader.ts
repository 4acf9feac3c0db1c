import { PatternError } from './pattern.ts'

const quantifier = /\{(\d{1,9})(?:(,)(\d{1,9})?)?\}/y

/** A position in the text of a pattern. */
export class PatternReader {
  readonly #text: string
  #index = 0

  constructor(text: string) {
    this.#text = text
  }

  get atEnd(): boolean {
    return this.#index >= this.#text.length
  }

  sees(expected: string): boolean {
    return this.#text.startsWith(expected, this.#index)
  }

  take(expected: string): boolean {
    if (!this.sees(expected)) return false
    this.#index += expected.length
    return true
  }

  /** The next code point; there must be one. */
  next(): number {
    const codePoint = this.#text.codePointAt(this.#index)
    if (codePoint === undefined) throw this.error('the pattern ends too early')
    this.#index += codePoint > 0xffff ? 2 : 1
    return codePoint
  }

  /** The text up to a closing mark, which is consumed as well. */
  readUntil(close: string): string {
    const end = this.#text.indexOf(close, this.#index)
    if (end === -1) throw this.error(`${close} is missing`)
    const text = this.#text.slice(this.#index, end)
    this.#index = end + close.length
    return text
  }

  skipPast(close: string): void {
    this.readUntil(close)
  }

  /** Exactly so many hexadecimal digits, as a number. */
  readHex(digits: number): number {
    const text = this.#text.slice(this.#index, this.#index + digits)
    if (text.length < digits || !/^[0-9a-fA-F]+$/.test(text))
      throw this.error(`${digits} hexadecimal digits are missing`)
    this.#index += digits
    return Number.parseInt(text, 16)
  }

  /** `*`, `+`, `?` or `{n,m}`; any other brace is an ordinary character. */
  readQuantifier(): { min: number; max: number } | undefined {
    if (this.take('*')) return { min: 0, max: Number.POSITIVE_INFINITY }
    if (this.take('+')) return { min: 1, max: Number.POSITIVE_INFINITY }
    if (this.take('?')) return { min: 0, max: 1 }
    quantifier.lastIndex = this.#index
    const match = quantifier.exec(this.#text)
    if (match === null) return undefined
    this.#index += match[0].length
    const min = Number(match[1])
    if (match[2] === undefined) return { min, max: min }
    return { min, max: match[3] === undefined ? Number.POSITIVE_INFINITY : Number(match[3]) }
  }

  /** For the flag x. */
  skipBlanksAndComments(): void {
    for (;;) {
      if (this.take('#')) {
        const end = this.#text.indexOf('\n', this.#index)
        this.#index = end === -1 ? this.#text.length : end + 1
      } else if (!this.atEnd && /\s/.test(this.#text[this.#index] ?? '')) this.#index += 1
      else return
    }
  }

  error(message: string): PatternError {
    return new PatternError(message, this.#index)
  }
}
