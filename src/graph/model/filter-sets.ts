import type { FilterOperator } from '../../odata/filterable.ts'

/** Sets of operators that many properties share. */

export const byValue: readonly FilterOperator[] = ['eq', 'in']
export const byPrefix: readonly FilterOperator[] = [...byValue, 'startsWith']
export const compared: readonly FilterOperator[] = ['eq', 'ne', 'not']
export const identity: readonly FilterOperator[] = [...compared, 'in']
export const ordered: readonly FilterOperator[] = ['eq', 'ne', 'not', 'ge', 'le', 'in']
export const prefixed: readonly FilterOperator[] = [...ordered, 'startsWith']
export const nullable: readonly FilterOperator[] = [...prefixed, 'eq null']
/** Of the elements of a collection. */
export const listed: readonly FilterOperator[] = ['eq', 'not', 'ge', 'le', 'startsWith']

/** The provisioning log answers far more than the reference promises. */
export const logOrdered: readonly FilterOperator[] = ['eq', 'ne', 'not', 'gt', 'ge', 'lt', 'le', 'in']
export const logText: readonly FilterOperator[] = [...logOrdered, 'startsWith', 'endsWith', 'contains']
export const logNullable: readonly FilterOperator[] = [...logText, 'eq null']
