import type { ColumnPlan } from './column-mapping.ts'

/** A plan as a mapping file that gives the same plan again, for people to edit; columns that are not sent stand there as null. */
export function toMappingText(plan: ColumnPlan, columns: readonly string[]): string {
  const targets = new Map<string, string[]>(columns.map((column) => [column, []]))
  const constants: Record<string, string | boolean> = {}
  for (const { path, source } of plan.assignments) {
    if (source.kind === 'constant') constants[path.text] = source.value
    // What is joined from several columns is filled in again by itself.
    else if (source.columns.length === 1) targets.get(columns[source.columns[0] ?? -1] ?? '')?.push(path.text)
  }
  const mapping = [...targets].map(
    ([column, paths]) => [column, paths.length > 1 ? paths : (paths[0] ?? null)] as const,
  )
  return `${JSON.stringify({ columns: Object.fromEntries(mapping), constants, values: {} }, null, 2)}\n`
}
