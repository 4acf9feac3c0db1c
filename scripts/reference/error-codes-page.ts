import { errorCodes } from '../../src/model/error.ts'
import { oauthErrors } from '../../src/oauth/error.ts'
import { code, type Page, table } from './page.ts'

export function errorCodesPage(): Page {
  const graph = Object.entries(errorCodes).map(([name, { status, code: graphCode }]) => [
    String(status),
    code(graphCode),
    code(name),
  ])
  const token = Object.entries(oauthErrors).map(([number, { error, status }]) => [
    code(`AADSTS${number}`),
    code(error),
    String(status),
  ])
  const text = `# Error codes

Codes are promises; the sentences beside them may be reworded.

## Graph API

Every error is JSON: \`{ "error": { "code", "message", "details", "innerError" } }\`. \`details\` names each finding with a
JSON pointer, \`innerError\` holds the request ids. The last column is the row's name in \`src/model/error.ts\`.

${table(['Status', 'error.code', 'Row'], graph)}
## Token endpoint

Every refusal is JSON with OAuth's \`error\`, an \`error_description\` that begins with the number, and \`error_codes\`.

${table(['Number', 'error', 'Status'], token)}
## Provisioning log

Errors of single people are no errors of a request: they stand in the log entry, at
\`provisioningStatusInfo.errorInformation\`. [Upload files](../guides/upload-files.md#when-people-fail) says what to do
about the frequent ones.
`
  return { name: 'error-codes', source: 'src/model/error.ts and src/oauth/error.ts', text }
}
