import { SqliteDialect } from 'kysely'
import type { SqliteDriver, SqliteValue } from './driver.ts'

/** kysely over node:sqlite. Closing kysely does not close the connection: whoever opened it closes it. */
export function createKyselyDialect(driver: SqliteDriver): SqliteDialect {
  return new SqliteDialect({
    database: {
      close: () => {},
      prepare: (sql) => {
        const statement = driver.prepare(sql)
        return {
          reader: statement.columns().length > 0,
          all: (parameters) => statement.all(...toValues(parameters)),
          run: (parameters) => statement.run(...toValues(parameters)),
          iterate: (parameters) => statement.iterate(...toValues(parameters)),
        }
      },
    },
  })
}

/** kysely types parameters as unknown; node:sqlite itself refuses what it cannot bind. */
function toValues(parameters: readonly unknown[]): SqliteValue[] {
  return [...parameters] as SqliteValue[]
}
