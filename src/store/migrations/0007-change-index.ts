/** Reading the change feed of one type of one tenant passes over nothing of the others. */
export const changeIndex = {
  name: '0007-change-index',
  statements: ['CREATE INDEX directory_changes_type ON directory_changes (tenant, type)'],
} as const
