import { mappingFunction } from '../function.ts'
import { list } from '../param.ts'

export const appRoleAssignments = mappingFunction({
  name: 'AppRoleAssignments',
  params: [list('appRoleAssignments')],
  returns: 'list',
  doc: 'The names of the app roles that a person has. Null for sources without app roles.',
  examples: [
    ['AppRoleAssignments([appRoleAssignments])', null, { appRoleAssignments: null }],
    ['AppRoleAssignments([appRoleAssignments])', ['Admin', 'Reader'], { appRoleAssignments: ['Admin', 'Reader'] }],
  ],
  call: (roles) => (roles.length === 0 ? null : roles),
})
