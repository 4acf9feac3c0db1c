import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createEngine } from '../../src/app/engine.ts'
import { openStaging, openStore } from '../../src/app/open-stores.ts'
import { type SetUp, setUpTenant } from '../../src/app/set-up.ts'
import { toCount } from '../../src/cli/count-text.ts'
import { type Column, renderTable } from '../../src/cli/table.ts'
import { createScreen } from '../../src/cli/terminal.ts'
import { systemClock } from '../../src/contracts/clock.ts'
import type { Staging } from '../../src/contracts/staging.ts'
import type { Store } from '../../src/contracts/store.ts'
import { operationsPerRequest, readOptions, usage } from '../options.ts'
import { changePeople, domain, makePeople, toBodies } from '../people.ts'

/** The engine alone: everything is staged before it starts, and it runs in this thread on a real database. */
interface World {
  readonly store: Store
  readonly staging: Staging
  readonly setUp: SetUp
}

const options = readOptions(process.argv.slice(2))
const out = createScreen(process.stdout, process.env)
if (options === 'help') {
  out.write(usage)
} else {
  const { users, parentFolder } = options
  const people = makePeople(users)
  const first = toBodies(people)
  const changed = toBodies(changePeople(people))
  const folder = await mkdtemp(join(parentFolder, 'entrain-micro-'))
  const store = await openStore(folder)
  const staging = await openStaging(folder)
  try {
    const setUp = await setUpTenant(store, { tenantName: 'Fabrikam', domains: [domain] }, systemClock)
    const world = { store, staging, setUp }
    const rows = [
      await measure('create', first, world),
      await measure('changed', changed, world),
      await measure('unchanged', changed, world),
    ].map(({ name, seconds, cpuSeconds }) => [
      name,
      toCount(Math.round(users / seconds)),
      ((cpuSeconds * 1e6) / users).toFixed(1),
    ])
    const columns: readonly Column[] = [
      { title: '' },
      { title: 'users/s', align: 'right' },
      { title: 'CPU µs/user', align: 'right' },
    ]
    out.write(
      `Engine alone, ${toCount(users)} people, ${operationsPerRequest} per upload, Node.js ${process.version}\n\n`,
    )
    out.write(renderTable(columns, rows, { width: out.columns, paint: out.paint }))
  } finally {
    await staging.close()
    await store.close()
    await rm(folder, { recursive: true, force: true })
  }
}

interface Measured {
  readonly name: string
  readonly seconds: number
  readonly cpuSeconds: number
}

async function measure(name: string, bodies: readonly Buffer[], world: World): Promise<Measured> {
  const last = await stageAll(bodies, world)
  const { tenantId, jobId } = world.setUp
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const engine = createEngine({
    store: world.store,
    uploads: world.staging.uploads,
    clock: systemClock,
    events: {
      settled: (_tenantId, _jobId, sequence) => {
        if (sequence === last) resolve()
      },
      quarantined: () => undefined,
      cycleEnded: () => {},
      batchFailed: (_tenantId, _jobId, error) => reject(error),
      defect: (error) => reject(error),
    },
  })
  const cpu = process.cpuUsage()
  const startedAt = performance.now()
  engine.wake(tenantId, jobId)
  engine.start()
  await promise
  const seconds = (performance.now() - startedAt) / 1_000
  const { user, system } = process.cpuUsage(cpu)
  await engine.stop()
  return { name, seconds, cpuSeconds: (user + system) / 1e6 }
}

/** Answers with the last sequence. */
async function stageAll(bodies: readonly Buffer[], { staging, setUp }: World): Promise<number> {
  const { tenantId, jobId, clientId } = setUp
  let last = 0
  for (const body of bodies) {
    const id = crypto.randomUUID()
    last = await staging.stage(tenantId, {
      ...{ id, jobId, appId: clientId, requestId: id, clientRequestId: id, receivedAt: Date.now() },
      // Only the API tells it; the engine counts what it reads.
      operationCount: operationsPerRequest,
      // The bytes may be moved away, and they are needed again.
      body: new Uint8Array(body),
    })
  }
  return last
}
