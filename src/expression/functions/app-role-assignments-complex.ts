import { mappingFunction } from '../function.ts'
import { list } from '../param.ts'

export const appRoleAssignmentsComplex = mappingFunction({
  name: 'AppRoleAssignmentsComplex',
  params: [list('appRoleAssignments')],
  returns: 'list',
  doc: 'The app roles that a person has, to be added to those of the target. Null for sources without app roles.',
  examples: [
    ['AppRoleAssignmentsComplex([appRoleAssignments])', null, { appRoleAssignments: null }],
    [
      'AppRoleAssignmentsComplex([appRoleAssignments])',
      ['Admin', 'Reader'],
      { appRoleAssignments: ['Admin', 'Reader'] },
    ],
  ],
  call: (roles) => (roles.length === 0 ? null : roles),
})
