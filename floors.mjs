/**
 * The floors of the house, ground first. A folder imports only what stands on a lower floor: never up, never sideways.
 * docs/architecture.md draws the same floors; test/architecture.test.ts compares the two.
 */
export const floors = [
  ['std'],
  ['model'],
  ['expression', 'membership', 'odata', 'scim'],
  ['contracts', 'http', 'telemetry'],
  ['auth', 'directory', 'ingest', 'sync'],
  ['graph', 'oauth', 'store', 'targets'],
  ['config'],
  ['app'],
  ['cli'],
  ['main'],
]

/** Folders whose members are interchangeable: a member never imports another member. */
export const membersOf = ['src/targets', 'src/graph/resources', 'src/expression/functions']

const tests = '[.](test|conformance)[.]ts$'
const room = (name) => `^src/${name}(/|[.]ts$)`

const floorRules = floors.slice(0, -1).flatMap((names, level) =>
  names.map((name) => ({
    name: `${name}-imports-only-downward`,
    comment: 'What a room needs from above is handed to it by app. What two neighbours share moves one floor down.',
    severity: 'error',
    from: { path: room(name), pathNot: tests },
    to: {
      path: floors
        .slice(level)
        .flat()
        .filter((other) => other !== name)
        .map(room),
    },
  })),
)

const memberRules = membersOf.map((folder) => ({
  name: `members-of-${folder.replaceAll('/', '-')}-never-meet`,
  comment: 'Deleting one member must never break another. Share through the folder above.',
  severity: 'error',
  from: { path: `^${folder}/([^/.]+)`, pathNot: [tests, `^${folder}/index[.]ts$`] },
  to: { path: `^${folder}/`, pathNot: `^${folder}/$1(/|[.]ts$)` },
}))

export default {
  forbidden: [
    ...floorRules,
    ...memberRules,
    {
      name: 'pure-stays-pure',
      comment:
        'These files compute. Time, chance, files and sockets reach them as arguments. re2js is pure computation.',
      severity: 'error',
      from: {
        path: [
          '^src/(std|model|expression|membership|odata|scim)/',
          '^src/sync/(scope|map|match|plan|flow|link|wishes|waves)[.]ts$',
          '^src/sync/scope/',
        ],
        pathNot: tests,
      },
      to: { dependencyTypes: ['core', 'npm'], pathNot: 're2js' },
    },
    {
      name: 'every-room-has-a-floor',
      comment: 'A new folder is a decision: give it a floor in this file and a line in docs/architecture.md.',
      severity: 'error',
      from: {},
      to: { path: '^src/', pathNot: floors.flat().map(room) },
    },
    {
      name: 'product-without-tests',
      comment: 'Product code never depends on a test.',
      severity: 'error',
      from: { path: '^src/', pathNot: tests },
      to: { path: tests },
    },
    {
      name: 'no-circle',
      comment: 'Break the circle: move the shared part down.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
}
