import type { ObjectDefinition } from '../model/synchronization-schema.ts'
import { compileIsSoftDeleted, isSoftDeleted } from './is-soft-deleted.ts'
import { compileSourceAttribute, type DataReader, type SourceAttribute } from './source-attribute.ts'

/** The declared source attributes, each compiled once. Names compare exactly, as the language demands. */
export class SourceAttributes {
  readonly #object: ObjectDefinition
  readonly #compiled = new Map<string, SourceAttribute>()

  constructor(object: ObjectDefinition) {
    this.#object = object
  }

  find(name: string): SourceAttribute | undefined {
    const known = this.#compiled.get(name)
    if (known !== undefined) return known
    const compiled = this.#compile(name)
    if (compiled !== undefined) this.#compiled.set(name, compiled)
    return compiled
  }

  /** For what the engine reads of a record before it is one. */
  reader(name: string): DataReader {
    return this.find(name)?.readData ?? (() => undefined)
  }

  anchor(): DataReader {
    const anchor = this.#object.attributes.find((attribute) => attribute.anchor)
    return this.reader(anchor?.name ?? 'externalId')
  }

  *names(): Iterable<string> {
    for (const { name } of this.#object.attributes) yield name
  }

  #compile(name: string): SourceAttribute | undefined {
    const { attributes } = this.#object
    // Some published mappings write `…:manager.value` for the reference `…:manager`.
    const definition = attributes.find((attribute) => attribute.name === name || `${attribute.name}.value` === name)
    if (definition !== undefined) return compileSourceAttribute(definition)
    return name === isSoftDeleted ? compileIsSoftDeleted(this.reader('active')) : undefined
  }
}
