import type { LookupTables } from '../expression/call-site.ts'
import { compileExpression, type Program } from '../expression/compile.ts'
import { ExpressionError } from '../expression/error.ts'
import type { ErrorDetail } from '../model/error.ts'
import type { AttributeMappingSource } from '../model/synchronization-schema.ts'
import { schemaProblem } from './schema-problem.ts'
import type { ReadableRecord, SourceAttribute, SourceReader } from './source-attribute.ts'
import type { SourceAttributes } from './source-attributes.ts'

export type CompiledSource =
  | { readonly kind: 'none' }
  | { readonly kind: 'constant'; readonly value: string }
  | { readonly kind: 'attribute'; readonly read: SourceReader }
  | { readonly kind: 'expression'; readonly program: Program<ReadableRecord> }

export interface SourcePlace {
  readonly sources: SourceAttributes
  readonly lookupTables: LookupTables
  /** Filled with the attributes that the source reads. */
  readonly inputs: SourceAttribute[]
  readonly at: string
  readonly problems: ErrorDetail[]
}

/** Compiles where a mapping takes its value from; null when that is wrong, and the problems say how. */
export function compileSource(source: AttributeMappingSource | null, place: SourcePlace): CompiledSource | null {
  if (source === null) return { kind: 'none' }
  if (source.type === 'Constant') return { kind: 'constant', value: source.name }
  const readerOf = (name: string): SourceReader | undefined => {
    const attribute = place.sources.find(name)
    if (attribute !== undefined && !place.inputs.includes(attribute)) place.inputs.push(attribute)
    return attribute?.read
  }
  if (source.type === 'Attribute') {
    const read = readerOf(source.name)
    if (read !== undefined) return { kind: 'attribute', read }
    place.problems.push(
      schemaProblem(
        `${place.at}/name`,
        `The source has no attribute '${source.name}'. Names are case-sensitive; custom ones must be declared.`,
      ),
    )
    return null
  }
  try {
    return {
      kind: 'expression',
      program: compileExpression<ReadableRecord>(source.expression, {
        readerOf,
        lookupTables: place.lookupTables,
        attributeNames: () => place.sources.names(),
      }),
    }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    place.problems.push(schemaProblem(`${place.at}/expression`, error.message))
    return null
  }
}
