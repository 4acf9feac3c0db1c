import { ExpressionError } from '../../expression/error.ts'
import { fromParameterTree } from '../../expression/from-parameter-tree.ts'
import { parse } from '../../expression/parser.ts'
import { quote } from '../../expression/print.ts'
import { type ParameterTree, toParameterTree } from '../../expression/tree.ts'
import type { AttributeMappingSource } from '../../model/synchronization-schema.ts'
import type { ObjectReader } from './object-reader.ts'

/** Functions inside functions, in the tree form of a mapping's source. */
export const sourceDepthMax = 32

/**
 * Reads the source of a mapping. Text and tree say the same afterwards: a text that is not empty wins and the tree is
 * built from it, else the text is written from the tree (provisioning-engine section 7.1). What does not parse stays as
 * it was sent, for the compiler to name what is wrong.
 */
export function readSource(reader: ObjectReader): AttributeMappingSource {
  return keepInStep(readTree(reader, 1))
}

/** As `readSource`, for a source that was read before. */
export function keepInStep(source: AttributeMappingSource): AttributeMappingSource {
  if (source.type === 'Constant') return toConstant(source)
  if (source.type === 'Attribute' && !isWritten(source)) return toAttribute(source)
  const expression = fromParameterTree(source)
  const tree = treeOf(expression)
  // A lone keyword would turn into a constant that means its own name.
  return tree === undefined || isKeyword(tree) ? { ...source, expression } : { ...tree, expression }
}

const sourceTypes = ['Attribute', 'Constant', 'Function'] as const

function readTree(reader: ObjectReader, depth: number): ParameterTree {
  const name = reader.text('name')
  const expression = reader.text('expression')
  const parameters =
    depth >= sourceDepthMax ? tooDeep(reader) : reader.list('parameters', (item) => readParameter(item, depth))
  return { type: reader.member('type', sourceTypes, impliedType(name, expression)), name, expression, parameters }
}

/** Clients that write the text alone leave out the type. */
function impliedType(name: string, expression: string): AttributeMappingSource['type'] {
  if (expression === '' || name === expression) return 'Attribute'
  return treeOf(expression)?.type ?? 'Function'
}

function readParameter(reader: ObjectReader, depth: number): { key: string; value: ParameterTree } {
  const value = reader.object('value')
  if (value !== null) return { key: reader.text('key'), value: readTree(value, depth + 1) }
  return { key: reader.text('key'), value: { type: 'Constant', name: '', expression: '', parameters: [] } }
}

function tooDeep(reader: ObjectReader): ParameterTree['parameters'] {
  if (reader.value('parameters') !== undefined)
    reader.wrong('parameters', `Nested deeper than ${sourceDepthMax} levels.`)
  return []
}

/** Of `name` and `expression` one is enough. */
function toConstant({ name, expression }: AttributeMappingSource): AttributeMappingSource {
  const tree = treeOf(expression)
  const isConstant = tree?.type === 'Constant' && !isKeyword(tree)
  const text = isConstant ? tree.name : name === '' ? expression : name
  return { type: 'Constant', name: text, expression: isConstant ? expression : quote(text), parameters: [] }
}

function toAttribute({ name, expression }: AttributeMappingSource): AttributeMappingSource {
  const attribute = name === '' ? expression.trim() : name
  return { type: 'Attribute', name: attribute, expression: `[${attribute}]`, parameters: [] }
}

/** The text is an expression, and not the bare name of an attribute. */
function isWritten({ expression }: AttributeMappingSource): boolean {
  const tree = treeOf(expression)
  return tree !== undefined && tree.type !== 'Constant'
}

function isKeyword({ type, expression }: ParameterTree): boolean {
  return type === 'Constant' && !expression.startsWith('"')
}

function treeOf(expression: string): ParameterTree | undefined {
  if (expression.trim() === '') return undefined
  try {
    return toParameterTree(parse(expression))
  } catch (error) {
    if (error instanceof ExpressionError) return undefined
    throw error
  }
}
