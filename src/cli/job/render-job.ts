import { toCount } from '../count-text.ts'
import { isJsonObject, type JsonObject, listAt, numberAt, objectAt, textAt } from '../json-value.ts'
import { renderTable } from '../table.ts'
import type { Screen } from '../terminal.ts'
import { toLocalTime } from '../time-text.ts'
import { renderTroubles } from './render-troubles.ts'

const pairColumns = [{ title: '' }, { title: '', shrinks: true }] as const

/** A job in full, a line per fact. */
export function renderJob(job: JsonObject, screen: Screen): string {
  const status = objectAt(job, 'status')
  const last = objectAt(status, 'lastExecution')
  const linked = listAt(status, 'synchronizedEntryCountByType').map(
    (entry) => `${toCount(numberAt(entry, 'value') ?? 0)}  ${textAt(entry, 'key') ?? ''}`,
  )
  const counts = ['Imported', 'Entitled', 'Exported', 'Escrowed'].map(
    (name) => `${toCount(numberAt(last, `count${name}`) ?? 0)} ${name.toLowerCase()}`,
  )
  const rows = [
    ['Job', textAt(job, 'id') ?? ''],
    ['Schedule', textAt(objectAt(job, 'schedule'), 'state') ?? ''],
    ['Status', textAt(status, 'code') ?? ''],
    [
      'Last cycle',
      last === undefined ? 'none yet' : `${toLocalTime(textAt(last, 'timeEnded'))}  ${textAt(last, 'state')}`,
    ],
    ...(last === undefined ? [] : [['', counts.join(', ')]]),
    ['Linked', linked.join('; ') || '0'],
    ['Steady since', toLocalTime(textAt(status, 'steadyStateFirstAchievedTime'))],
  ]
  return (
    renderTable(pairColumns, rows, { width: screen.columns, paint: screen.paint }).replace(/^\s*\n/, '') +
    renderTroubles(job, screen)
  )
}

/** Settings and options, as "entrain job settings" takes them. */
export function renderSettings(job: JsonObject, screen: Screen): string {
  const settings = listAt(job, 'synchronizationJobSettings').map((setting) => [
    textAt(setting, 'name') ?? '',
    textAt(setting, 'value') ?? '',
  ])
  const options = flatten(objectAt(job, 'options') ?? {}, '')
  const columns = [{ title: 'Name' }, { title: 'Value', shrinks: true }] as const
  return renderTable(columns, [...settings, ...options], { width: screen.columns, paint: screen.paint })
}

function flatten(value: JsonObject, prefix: string): string[][] {
  return Object.entries(value).flatMap(([name, member]) =>
    isJsonObject(member) ? flatten(member, `${prefix}${name}.`) : [[`${prefix}${name}`, String(member)]],
  )
}
