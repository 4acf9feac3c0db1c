import type { ColumnFilter } from './column-filter.ts'

/** A property of all objects: each object has the number of its value, and each value is kept once. */
interface Column {
  /** Zero for what is unset. */
  readonly codes: number[]
  readonly values: unknown[]
  readonly codeOf: Map<string, number>
}

/** Values and places that nobody has any more are given back by making the table anew. */
const unusedMin = 1_000

/**
 * Some properties of many objects, column by column: a filter is evaluated once for each different value, and then costs
 * a few nanoseconds an object. Its answers are those of `toPredicate` on the objects themselves.
 */
export class ColumnTable {
  readonly names: readonly string[]
  readonly #columns: ReadonlyMap<string, Column>
  /** By place; undefined for an object that is gone. */
  readonly #ids: (string | undefined)[] = []
  readonly #placeOf = new Map<string, number>()
  /** Places by id, of the objects that were there when they were last put in order. */
  #ordered: number[] = []
  #isOrdered = true
  #chars = 0

  constructor(names: readonly string[]) {
    this.names = names
    this.#columns = new Map(names.map((name) => [name, { codes: [], values: [undefined], codeOf: new Map() }]))
  }

  get size(): number {
    return this.#placeOf.size
  }

  /** Of all values that are kept, as JSON. */
  get chars(): number {
    return this.#chars
  }

  /** Mostly holds what is no longer true. */
  get isWorn(): boolean {
    const entries = [this.#ids, ...[...this.#columns.values()].map(({ values }) => values)]
    return entries.some(({ length }) => length > 2 * this.size + unusedMin)
  }

  /** Adds or replaces an object. `values` are JSON texts in the order of the names; null for what is unset. */
  put(id: string, values: readonly (string | null)[]): void {
    let place = this.#placeOf.get(id)
    if (place === undefined) {
      place = this.#ids.push(id) - 1
      this.#placeOf.set(id, place)
      this.#isOrdered = false
    }
    for (const [index, name] of this.names.entries()) {
      const column = this.#column(name)
      const text = values[index] ?? null
      const known = column.values.length
      column.codes[place] = codeFor(column, text)
      if (column.values.length > known) this.#chars += text?.length ?? 0
    }
  }

  remove(id: string): void {
    const place = this.#placeOf.get(id)
    if (place === undefined) return
    this.#placeOf.delete(id)
    this.#ids[place] = undefined
    this.#isOrdered = false
  }

  valueOf(id: string, name: string): unknown {
    const { codes, values } = this.#column(name)
    const place = this.#placeOf.get(id)
    return place === undefined ? undefined : values[codes[place] ?? 0]
  }

  /** How many values a filter is asked of. */
  questionsOf(filter: ColumnFilter): number {
    if (filter.kind === 'not') return this.questionsOf(filter.part)
    if (filter.kind !== 'leaf') return filter.parts.reduce((sum, part) => sum + this.questionsOf(part), 0)
    return filter.column === 'id' ? this.#ids.length : this.#column(filter.column).values.length
  }

  /** Ids of the objects that fulfil the filter, ordered by id. */
  matching(filter: ColumnFilter): readonly string[] {
    this.#putInOrder()
    const fulfilled = this.#evaluate(filter)
    const ids: string[] = []
    for (const place of this.#ordered) {
      const id = this.#ids[place]
      if (fulfilled[place] === 1 && id !== undefined) ids.push(id)
    }
    return ids
  }

  #evaluate(filter: ColumnFilter): Uint8Array {
    if (filter.kind === 'leaf') return this.#evaluateLeaf(filter)
    if (filter.kind === 'not') return this.#evaluate(filter.part).map((bit) => 1 - bit)
    const isAnd = filter.kind === 'and'
    const result = new Uint8Array(this.#ids.length).fill(isAnd ? 1 : 0)
    for (const part of filter.parts) {
      const bits = this.#evaluate(part)
      for (let place = 0; place < result.length; place++) {
        if ((bits[place] === 1) !== isAnd) result[place] = isAnd ? 0 : 1
      }
    }
    return result
  }

  #evaluateLeaf({ column: name, holds }: Extract<ColumnFilter, { kind: 'leaf' }>): Uint8Array {
    const result = new Uint8Array(this.#ids.length)
    if (name === 'id') {
      for (const [place, id] of this.#ids.entries()) result[place] = id !== undefined && holds({ id }) ? 1 : 0
      return result
    }
    const { codes, values } = this.#column(name)
    const verdicts = values.map((value) => (holds(value === undefined ? {} : { [name]: value }) ? 1 : 0))
    for (let place = 0; place < result.length; place++) result[place] = verdicts[codes[place] ?? 0] ?? 0
    return result
  }

  #putInOrder(): void {
    if (this.#isOrdered) return
    const places = [...this.#placeOf.values()]
    const idAt = (place: number) => this.#ids[place] ?? ''
    // Mostly in order already, because objects are read by id: sorting is one pass then.
    this.#ordered = places.sort((a, b) => (idAt(a) < idAt(b) ? -1 : 1))
    this.#isOrdered = true
  }

  #column(name: string): Column {
    const column = this.#columns.get(name)
    if (column === undefined) throw new TypeError(`The table has no column '${name}'`)
    return column
  }
}

function codeFor({ values, codeOf }: Column, text: string | null): number {
  if (text === null || text === 'null') return 0
  const known = codeOf.get(text)
  if (known !== undefined) return known
  const code = values.push(JSON.parse(text)) - 1
  codeOf.set(text, code)
  return code
}
