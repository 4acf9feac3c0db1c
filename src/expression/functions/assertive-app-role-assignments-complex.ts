import { mappingFunction } from '../function.ts'
import { list } from '../param.ts'

export const assertiveAppRoleAssignmentsComplex = mappingFunction({
  name: 'AssertiveAppRoleAssignmentsComplex',
  params: [list('appRoleAssignments')],
  returns: 'list',
  doc: 'The app roles that a person has, in place of those of the target. Null for sources without app roles.',
  examples: [
    ['AssertiveAppRoleAssignmentsComplex([appRoleAssignments])', null, { appRoleAssignments: null }],
    [
      'AssertiveAppRoleAssignmentsComplex([appRoleAssignments])',
      ['Admin', 'Reader'],
      { appRoleAssignments: ['Admin', 'Reader'] },
    ],
  ],
  call: (roles) => (roles.length === 0 ? null : roles),
})
