import { mappingFunction } from '../function.ts'

export const guid = mappingFunction({
  name: 'Guid',
  params: [],
  returns: 'text',
  doc: 'A new random GUID. Apply it only when an object is created, for every evaluation yields another one.',
  examples: [['Guid()', '00aa00aa-bb11-cc22-dd33-44ee44ee44ee']],
  varies: true,
  callInContext: (context) => context.newGuid().toLowerCase(),
})
