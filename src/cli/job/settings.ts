import { CommandError } from '../command-error.ts'
import type { JsonObject } from '../json-value.ts'
import { renderSettings } from './render-job.ts'
import type { JobSession } from './session.ts'

/** Shows what can be set, or sets what is named, `name=value`. */
export async function settings(session: JobSession, assignments: readonly string[]): Promise<void> {
  if (assignments.length > 0) await session.send('PATCH', '', toChange(assignments))
  const { out } = session.terminal
  const job = await session.get()
  const { synchronizationJobSettings, options } = job
  out.write(session.isJson ? `${JSON.stringify({ synchronizationJobSettings, options })}\n` : renderSettings(job, out))
}

/** Graph's settings begin with a capital, options (ours) do not; `quarantine.failuresMin` is a member of an option. */
function toChange(assignments: readonly string[]): JsonObject {
  const synchronizationJobSettings: JsonObject[] = []
  const options: Record<string, unknown> = {}
  for (const assignment of assignments) {
    const [, name = '', text = ''] = /^([A-Za-z.]+)=(.*)$/s.exec(assignment) ?? []
    if (name === '') throw new CommandError('usage', `Write name=value, not '${assignment}'.`)
    if (/^[A-Z]/.test(name)) synchronizationJobSettings.push({ name, value: text === '' ? null : text })
    else put(options, name.split('.'), toValue(text))
  }
  return {
    ...(synchronizationJobSettings.length === 0 ? {} : { synchronizationJobSettings }),
    ...(Object.keys(options).length === 0 ? {} : { options }),
  }
}

function put(options: Record<string, unknown>, [first = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    options[first] = value
    return
  }
  const inner = { ...(options[first] as Record<string, unknown> | undefined) }
  put(inner, rest, value)
  options[first] = inner
}

function toValue(text: string): unknown {
  if (text === '' || text === 'null') return null
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?\d+$/.test(text) ? Number(text) : text
}
