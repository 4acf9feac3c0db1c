import { Kysely } from 'kysely'
import type { Queries } from '../sql/database.ts'
import type { Tables } from '../sql/tables.ts'
import type { SqliteDriver } from './driver.ts'
import { createKyselyDialect } from './kysely-dialect.ts'

/** What SQLite intends to do for the first statement that `run` sends. */
export async function queryPlan(driver: SqliteDriver, run: (queries: Queries) => Promise<unknown>): Promise<string> {
  const texts: string[] = []
  const listening: SqliteDriver = {
    ...driver,
    prepare: (sql, shape) => {
      texts.push(sql)
      return driver.prepare(sql, shape)
    },
  }
  await run(new Kysely<Tables>({ dialect: createKyselyDialect(listening) }))
  const [text = ''] = texts
  const parameters = [...text.matchAll(/\?/g)].map(() => 1)
  const steps = driver.prepare<{ readonly detail: string }>(`EXPLAIN QUERY PLAN ${text}`).all(...parameters)
  return steps.map(({ detail }) => detail).join('\n')
}
