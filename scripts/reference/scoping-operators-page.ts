import { scopeOperators } from '../../src/sync/scope.ts'
import { code, type Page, table } from './page.ts'

export function scopingOperatorsPage(): Page {
  const rows = scopeOperators.map(({ name, types, multivaluedComparisonType, doc, ours }) => [
    code(name),
    ours ? `${doc} (ours)` : doc,
    types.join(', '),
    multivaluedComparisonType,
  ])
  const text = `# Scoping operators

What a clause of a scoping filter can ask of one source attribute. The clauses of a group must all hold, and one group is
enough; without groups everyone is in scope. Filters look at what was uploaded, not at what the mappings make of it.
\`inputFilterGroups\` decide before that: a record that does not pass is left alone, and nobody is disabled for it.
\`categoryFilterGroups\` are kept in the schema and decide nothing.

Letter case, blanks, underscores and hyphens in the name of an operator do not count. Without a value every operator is
false, negations too; only \`IS NULL\` is true. A clause that cannot be decided is refused when the schema is saved, with the
JSON pointer of the clause.

${table(['Operator', 'True when', 'Types of the attribute', 'Several values'], rows)}
## Several values

The last column says how many values of a multi-valued attribute must satisfy the clause. \`ANY\` or \`ALL\` before the name
says otherwise: \`ALL EQUALS\`, \`ANY NOT EQUALS\` (ours).

## Dates (ours)

The value is read as the date functions of mappings read it; without an offset it is UTC. The operand is one of

- an ISO 8601 date or date-time: \`2026-01-31\`, \`2026-01-31T08:00:00Z\`, \`2026-01-31T08:00:00+01:00\`;
- \`now\` or \`today\` (midnight in UTC), as they are or moved by up to four distances: \`now+14d\`, \`today-1m\`,
  \`now+1y-2w+90min\`.

A distance is \`+\` or \`-\`, a number of at most four digits, and \`y\`, \`m\` (months), \`w\`, \`d\`, \`h\` or \`min\`. Years and months
are moved first, and a day that the month lacks becomes its last day.

\`\`\`json
{ "sourceOperandName": "urn:contoso:employee:HireDate", "operatorName": "ON OR BEFORE",
  "targetOperand": { "values": ["now+14d"] } }
\`\`\`

has everyone in scope who begins within 14 days or has begun.
`
  return { name: 'scoping-operators', source: 'src/sync/scope/operators.ts', text }
}
