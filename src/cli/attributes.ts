import type { CommandContext, CommandRegistration } from './command.ts'
import { CommandError } from './command-error.ts'
import { addConnectionOptions } from './connection-options.ts'
import { countOf, toCount } from './count-text.ts'
import { isJsonObject, type JsonObject, listAt, numberAt, textAt } from './json-value.ts'
import { type SchemaFlags, type SchemaSession, withSchema } from './schema/session.ts'
import { type Cell, renderTable } from './table.ts'
import type { Screen } from './terminal.ts'

interface AttributesFlags extends SchemaFlags {
  readonly declare?: readonly string[]
  readonly declareAll?: true
}

const examples = `
Examples:
  entrain attributes                    what uploads carry and no mapping reads
  entrain attributes --declare urn:contoso:employee:badge
  entrain attributes --declare-all

A declared attribute can be mapped: entrain schema pull, add the mapping, entrain schema push.`

export const registerAttributes: CommandRegistration = (program, context) => {
  const command = program
    .command('attributes')
    .summary('list what uploads carry and no mapping reads, and declare it')
    .description(
      'Lists attributes that uploads carry and that the schema does not declare or not map, with counts and a sample.',
    )
    .option('--declare <name...>', 'declare these attributes in the schema, with the types that were seen')
    .option('--declare-all', 'declare every attribute that was seen')
    .option('--json', 'print JSON for programs')
  addConnectionOptions(command)
    .addHelpText('after', examples)
    .action((flags: AttributesFlags) => attributes(flags, context))
}

async function attributes(flags: AttributesFlags, context: CommandContext): Promise<void> {
  const { declare, declareAll } = flags
  if (declare !== undefined && declareAll === true)
    throw new CommandError('usage', 'Use either --declare with names or --declare-all.')
  await withSchema(flags, context, (session) => {
    if (declareAll === true) return declareAttributes(session, {})
    return declare === undefined ? listAttributes(session) : declareAttributes(session, { names: declare })
  })
}

async function declareAttributes({ post, out, isJson }: SchemaSession, body: object): Promise<void> {
  const answer = await post('/declareAttributes', body)
  if (isJson) {
    out.write(`${JSON.stringify(answer)}\n`)
    return
  }
  const known = listAt(answer, 'alreadyDeclared')
  const declared = listAt(answer, 'declared').filter(isJsonObject)
  if (known.length > 0) out.write(`Declared already: ${known.join(', ')}\n`)
  for (const definition of declared)
    out.write(`Declared ${textAt(definition, 'name')} (${textAt(definition, 'type')})\n`)
  const text = declared.length === 0 ? 'Nothing was declared' : `${countOf(declared.length, 'attribute')} declared`
  out.write(`${text}; schema ${textAt(answer, 'version')} is in force.\n`)
}

async function listAttributes({ get, out, err, isJson }: SchemaSession): Promise<void> {
  const answer = await get('/undeclaredAttributes')
  if (isJson) {
    out.write(`${JSON.stringify(answer)}\n`)
    return
  }
  const undeclared = listAt(answer, 'value').filter(isJsonObject)
  const unmapped = listAt(answer, 'declaredButUnmapped').filter(isJsonObject)
  out.write(renderList('Not declared: nothing reads them', undeclared, out))
  out.write(renderList('Declared and not mapped', unmapped, out))
  if (undeclared.length + unmapped.length === 0) out.write('Every attribute that was sent is mapped.\n')
  const read = countOf(numberAt(answer, 'uploadsRead') ?? 0, 'upload')
  err.write(
    `Read: ${read}, ${countOf(numberAt(answer, 'operationsRead') ?? 0, 'record')}${answer.isPartial === true ? '; older ones were not read' : ''}.\n`,
  )
}

const columns = [
  { title: 'Attribute', shrinks: true },
  { title: 'Records', align: 'right' },
  { title: 'People', align: 'right' },
  { title: 'Type' },
  { title: 'Sample', shrinks: true },
] as const

function renderList(heading: string, list: readonly JsonObject[], { columns: width, paint }: Screen): string {
  if (list.length === 0) return ''
  return `${paint.bold(heading)}\n${renderTable(columns, list.map(toRow), { width, paint })}\n`
}

function toRow(attribute: JsonObject): Cell[] {
  return [
    textAt(attribute, 'name') ?? '',
    toCount(numberAt(attribute, 'count') ?? 0),
    toCount(numberAt(attribute, 'people') ?? 0),
    `${textAt(attribute, 'suggestedType') ?? ''}${attribute.multivalued === true ? ' (several)' : ''}`,
    textAt(attribute, 'sample') ?? '(not shown)',
  ]
}
