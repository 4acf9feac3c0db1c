import { mappingFunction } from '../function.ts'
import { text } from '../param.ts'

export const singleAppRoleAssignment = mappingFunction({
  name: 'SingleAppRoleAssignment',
  params: [text('appRoleAssignments')],
  returns: 'text',
  doc: 'The name of the one app role that a person has. Null for sources without app roles.',
  examples: [
    ['SingleAppRoleAssignment([appRoleAssignments])', null, { appRoleAssignments: null }],
    ['SingleAppRoleAssignment([appRoleAssignments])', 'Admin', { appRoleAssignments: ['Admin'] }],
  ],
  call: (role) => role,
})
