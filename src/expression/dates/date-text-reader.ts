import { dayNames, monthNames } from './date-names.ts'
import { offsetMinutesMax } from './date-parse.ts'

/** Two-digit years up to this one belong to our century, later ones to the last (.NET's invariant calendar). */
const twoDigitYearMax = 2049

const blanks = /\s*/y
const offset = /([+-])(\d{1,2})(?::?(\d{2}))?/y
const shortOffset = /([+-])(\d{1,2})/y

/** A date text that is read field by field, and what has been read so far. */
export class DateTextReader {
  readonly #text: string
  readonly #innerBlanks: boolean
  #index = 0

  readonly fields: {
    year: number | undefined
    month: number | undefined
    day: number | undefined
    hour: number
    minute: number
    second: number
    fractionTicks: number
  } = { year: undefined, month: undefined, day: undefined, hour: 0, minute: 0, second: 0, fractionTicks: 0 }
  hour12: number | undefined
  half: 'AM' | 'PM' | undefined
  offsetMinutes: number | undefined
  markedUtc = false

  constructor(text: string, innerBlanks: boolean) {
    this.#text = text
    this.#innerBlanks = innerBlanks
  }

  get atEnd(): boolean {
    return this.#index === this.#text.length
  }

  readLiteral(text: string): boolean {
    if (this.#innerBlanks) {
      this.#match(blanks)
      if (text.trim() === '') return true
    }
    if (!this.#text.startsWith(text, this.#index)) return false
    this.#index += text.length
    return true
  }

  /** Reads one field of the format; false when the text has something else here. */
  readField(letter: string, count: number): boolean {
    if (this.#innerBlanks) this.#match(blanks)
    switch (letter) {
      case 'd':
        return count < 3 ? this.#readNumber('day', count) : this.#readName(dayNames, count) !== undefined
      case 'M':
        return count < 3 ? this.#readNumber('month', count) : this.#readMonthName(count)
      case 'y':
        return this.#readYear(count)
      case 'H':
        return this.#readNumber('hour', Math.min(count, 2))
      case 'h':
        return this.#readHour12(Math.min(count, 2))
      case 'm':
        return this.#readNumber('minute', Math.min(count, 2))
      case 's':
        return this.#readNumber('second', Math.min(count, 2))
      case 'f':
      case 'F':
        return this.#readFraction(letter === 'F' ? 0 : count, count)
      case 't':
        return this.#readHalf(count)
      case 'z':
        return this.#readOffset(count)
      case 'K':
        return this.#readUtcMark() || this.#readOffset(3) || true
      case 'Z':
        return this.#readUtcMark()
      default:
        return this.readLiteral('A.D.') || this.readLiteral('AD')
    }
  }

  /** One digit in the format takes one or two; otherwise exactly as many as the format has. */
  #readNumber(field: 'day' | 'month' | 'hour' | 'minute' | 'second', count: number): boolean {
    const digits = this.#readDigits(count, count === 1 ? 2 : count)
    if (digits === undefined) return false
    this.fields[field] = Number(digits)
    return true
  }

  #readHour12(count: number): boolean {
    const digits = this.#readDigits(count, 2)
    const hour = Number(digits ?? '-1')
    this.hour12 = hour
    return hour >= 0 && hour <= 12
  }

  #readYear(count: number): boolean {
    const digits = count < 3 ? this.#readDigits(count, 2) : this.#readDigits(count, Math.max(count, 4))
    if (digits === undefined) return false
    const year = Number(digits)
    const century = twoDigitYearMax - (twoDigitYearMax % 100)
    if (count >= 3) this.fields.year = year
    else this.fields.year = year <= twoDigitYearMax % 100 ? century + year : century - 100 + year
    return true
  }

  #readFraction(min: number, max: number): boolean {
    const digits = this.#readDigits(min, max)
    if (digits === undefined) return min === 0
    this.fields.fractionTicks = Number(digits.slice(0, 7).padEnd(7, '0'))
    return true
  }

  #readDigits(min: number, max: number): string | undefined {
    let end = this.#index
    while (end - this.#index < max && /^\d$/.test(this.#text[end] ?? '')) end += 1
    if (end - this.#index < Math.max(1, min)) return undefined
    const digits = this.#text.slice(this.#index, end)
    this.#index = end
    return digits
  }

  #readMonthName(count: number): boolean {
    const index = this.#readName(monthNames, count)
    if (index !== undefined) this.fields.month = index + 1
    return index !== undefined
  }

  /** Three letters in the format stand for the short name, more for the full one. */
  #readName(names: readonly string[], count: number): number | undefined {
    for (const [index, full] of names.entries()) {
      const name = count === 3 ? full.slice(0, 3) : full
      const written = this.#text.slice(this.#index, this.#index + name.length)
      if (written.toLowerCase() !== name.toLowerCase()) continue
      this.#index += name.length
      return index
    }
    return undefined
  }

  #readHalf(count: number): boolean {
    const written = this.#text.slice(this.#index, this.#index + Math.min(count, 2)).toUpperCase()
    if (written !== 'AM'.slice(0, count) && written !== 'PM'.slice(0, count)) return false
    this.half = written.startsWith('A') ? 'AM' : 'PM'
    this.#index += written.length
    return true
  }

  #readOffset(count: number): boolean {
    const match = this.#match(count < 3 ? shortOffset : offset)
    if (match === null || (count >= 2 && match[2]?.length !== 2) || (count >= 3 && match[3] === undefined)) return false
    const minutes = Number(match[2]) * 60 + Number(match[3] ?? '0')
    if (minutes > offsetMinutesMax || Number(match[3] ?? '0') > 59) return false
    this.offsetMinutes = match[1] === '-' ? -minutes : minutes
    return true
  }

  #readUtcMark(): boolean {
    if (!this.readLiteral('Z') && !this.readLiteral('GMT')) return false
    this.markedUtc = true
    return true
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#index
    const match = pattern.exec(this.#text)
    if (match !== null) this.#index += match[0].length
    return match
  }
}
