import { mappingFunction } from '../function.ts'

export const defaultDomain = mappingFunction({
  name: 'DefaultDomain',
  params: [],
  returns: 'text',
  doc: "The tenant's default verified domain.",
  examples: [['DefaultDomain()', 'fabrikam.example']],
  callInContext: (context) => context.defaultDomain,
})
