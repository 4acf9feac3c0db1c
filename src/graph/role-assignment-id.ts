const idForm = /^[A-Za-z0-9_-]{43}-1$/
const bytesPerGuid = 16

/**
 * Id of the assignment of a role in the whole tenant, derived from role and principal, so that it needs no store of its own:
 * both GUIDs as bytes in base64url, then `-1`.
 */
export function toAssignmentId(roleTemplateId: string, principalId: string): string {
  return `${Buffer.concat([toBytes(roleTemplateId), toBytes(principalId)]).toString('base64url')}-1`
}

/** What an id was derived from; undefined for any other text. */
export function parseAssignmentId(
  id: string,
): { readonly roleTemplateId: string; readonly principalId: string } | undefined {
  if (!idForm.test(id)) return undefined
  const bytes = Buffer.from(id.slice(0, -2), 'base64url')
  if (bytes.length !== 2 * bytesPerGuid) return undefined
  return { roleTemplateId: toGuid(bytes.subarray(0, bytesPerGuid)), principalId: toGuid(bytes.subarray(bytesPerGuid)) }
}

/** The order of bytes that Windows keeps GUIDs in: the first three parts begin with their lowest byte. */
function reorder(bytes: Buffer): Buffer {
  const part = (start: number, end: number) => Buffer.from(bytes.subarray(start, end)).reverse()
  return Buffer.concat([part(0, 4), part(4, 6), part(6, 8), bytes.subarray(8)])
}

function toBytes(guid: string): Buffer {
  return reorder(Buffer.from(guid.replaceAll('-', ''), 'hex'))
}

function toGuid(bytes: Buffer): string {
  const hex = reorder(bytes).toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
