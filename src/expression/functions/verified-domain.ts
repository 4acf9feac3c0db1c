import { mappingFunction } from '../function.ts'
import { text } from '../param.ts'

export const verifiedDomain = mappingFunction({
  name: 'X.VerifiedDomain',
  params: [text('source')],
  returns: 'text',
  doc: 'What follows the last @ of the source, or the whole source when it has none, if that is a verified domain of the tenant; otherwise Null.',
  examples: [
    ['X.VerifiedDomain([userName])', 'fabrikam.example', { userName: 'ana@fabrikam.example' }],
    ['X.VerifiedDomain("contoso.example")', 'contoso.example'],
    ['X.VerifiedDomain("ana@elsewhere.example")', null],
    ['X.VerifiedDomain("ana@")', null],
    [
      'Join("@", Replace([userName], , "(?<Suffix>@(.)*)", "Suffix", "", , ), Coalesce(X.VerifiedDomain([userName]), DefaultDomain()))',
      'ana@fabrikam.example',
      { userName: 'ana@elsewhere.example' },
    ],
  ],
  callInContext: (context, source) => {
    if (source === null) return null
    const domain = source.slice(source.lastIndexOf('@') + 1)
    return domain !== '' && context.isVerifiedDomain(domain) ? domain : null
  },
})
