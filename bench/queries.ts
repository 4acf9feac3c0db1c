import { tmpdir } from 'node:os'
import { parseArgs } from 'node:util'
import { renderTable } from '../src/cli/table.ts'
import { createScreen } from '../src/cli/terminal.ts'
import { changePeople, makePeople, toBodies } from './people.ts'
import { fetchToken, inFreshPlace, jobOf, type Place, withServer } from './round.ts'
import { medianOf } from './statistics.ts'
import { awaitReadable, type Job, uploadAll } from './upload.ts'

/**
 * Fills a directory and times lists of users with `$count`, as a client sees them, and the delta query after some have
 * changed: `npm run bench:queries -- --users 100000`. The first call is told apart, because it may load what later calls use.
 */
const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '5000' },
    rounds: { type: 'string', default: '9' },
    folder: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const users = Number(values.users)
const rounds = Number(values.rounds)
const changedUsers = Math.min(1_000, users)
const out = createScreen(process.stdout, process.env)

/** One of each kind of filter: by an index, by the narrow index, by columns in memory; then searches. */
const queries = [
  "$filter=employeeId in ('10001','10002','10003')",
  "$filter=department eq 'Sales'",
  "$filter=startsWith(displayName,'an')",
  '$filter=accountEnabled eq true',
  "$filter=endsWith(mail,'.example')",
  "$filter=jobTitle eq 'Recruiter'",
  "$filter=startsWith(jobTitle,'s') and city ne 'Berlin'",
  "$filter=jobTitle ne 'Recruiter'&$orderby=displayName",
  "$filter=startsWith(givenName,'a') or startsWith(surname,'b')",
  '$search="displayName:an"',
] as const

interface Timed {
  readonly query: string
  readonly count: number
  readonly firstMs: number
  readonly medianMs: number
  readonly maxMs: number
}

await inFreshPlace({ parentFolder: values.folder ?? tmpdir(), connections: 8 }, (place) =>
  withServer(place, () => measure(place)),
)

async function measure(place: Place): Promise<void> {
  place.client.setToken(await fetchToken(place))
  const job = jobOf(place)
  const people = makePeople(users)
  await upload(job, toBodies(people))
  const results: Timed[] = []
  for (const query of queries) results.push(await timeQuery(job, query))
  const deltaLink = await readDelta(job, `${job.root}/users/delta?$deltatoken=latest`)
  await upload(job, toBodies(changePeople(people.slice(0, changedUsers * 10))))
  const began = performance.now()
  const delta = await readDelta(job, deltaLink.link)
  results.push(toTimed('delta', delta.count, [performance.now() - began]))
  if (values.json) out.write(`${JSON.stringify({ users, results })}\n`)
  else out.write(render(results))
}

async function upload(job: Job, bodies: readonly Buffer[]): Promise<void> {
  const { accepted } = await uploadAll(job, bodies, { inFlight: 8, onAccepted: () => undefined })
  await Promise.all(accepted.slice(-8).map((one) => awaitReadable(job, one)))
}

async function timeQuery({ client, root }: Job, query: string): Promise<Timed> {
  const times: number[] = []
  let count = 0
  const url = `${root}/users?$count=true&${query.replaceAll(' ', '%20').replaceAll('"', '%22')}`
  for (let round = 0; round <= rounds; round++) {
    const began = performance.now()
    const page = await client.getJson<{ '@odata.count': number }>(url, { consistencylevel: 'eventual' })
    times.push(performance.now() - began)
    count = page['@odata.count']
  }
  return toTimed(query, count, times)
}

function toTimed(query: string, count: number, times: readonly number[]): Timed {
  const [firstMs = 0, ...others] = times
  const later = others.length === 0 ? times : others
  return { query, count, firstMs, medianMs: medianOf(later), maxMs: Math.max(...later) }
}

interface DeltaPage {
  readonly value: readonly unknown[]
  readonly '@odata.nextLink'?: string
  readonly '@odata.deltaLink'?: string
}

async function readDelta({ client }: Job, start: string): Promise<{ readonly count: number; readonly link: string }> {
  let count = 0
  for (let url = start; ; ) {
    const page: DeltaPage = await client.getJson<DeltaPage>(url)
    count += page.value.length
    const { '@odata.nextLink': next, '@odata.deltaLink': link } = page
    if (link !== undefined) return { count, link }
    if (next === undefined) throw new Error('a page of the delta query has no link')
    url = next
  }
}

function render(results: readonly Timed[]): string {
  const toMs = (ms: number) => ms.toFixed(1)
  const columns = [
    { title: `GET /users?$count=true, ${users} users` },
    { title: 'count', align: 'right' },
    { title: 'first ms', align: 'right' },
    { title: 'median ms', align: 'right' },
    { title: 'max ms', align: 'right' },
  ] as const
  const rows = results.map(({ query, count, firstMs, medianMs, maxMs }) => [
    query,
    String(count),
    toMs(firstMs),
    toMs(medianMs),
    toMs(maxMs),
  ])
  return renderTable(columns, rows, { width: Number.POSITIVE_INFINITY, paint: out.paint })
}
