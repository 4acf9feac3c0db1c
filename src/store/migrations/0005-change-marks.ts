/**
 * How far the change feed had come at a time. The feed itself knows no times, because its triggers lie on the way of every
 * write; the marks tell which changes are old.
 */
export const changeMarks = {
  name: '0005-change-marks',
  statements: [
    `CREATE TABLE change_marks (tenant INTEGER NOT NULL, at INTEGER NOT NULL, sequence INTEGER NOT NULL,
       PRIMARY KEY (tenant, at)) WITHOUT ROWID`,
  ],
} as const
