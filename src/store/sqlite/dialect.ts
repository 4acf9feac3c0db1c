import type { Dialect } from '../dialect.ts'
import { isUniqueViolation } from './driver.ts'

export const sqliteDialect: Dialect = { name: 'sqlite', isUniqueViolation }
