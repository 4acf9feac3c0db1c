const primary = 'SMTP:'
const secondary = 'smtp:'

/**
 * `proxyAddresses` once `mail` has changed: the new address is the primary one (`SMTP:`), the former primary one stays as
 * a secondary one (`smtp:`). Graph page "user resource type", mail and proxyAddresses.
 */
export function proxyAddressesAfter(mail: string | null, before: unknown): readonly string[] {
  const former = Array.isArray(before) ? before.filter((address) => typeof address === 'string') : []
  const wanted = mail === null ? '' : mail.toLowerCase()
  const others = former
    .filter((address) => address.slice(primary.length).toLowerCase() !== wanted)
    .map((address) => (address.startsWith(primary) ? `${secondary}${address.slice(primary.length)}` : address))
  return mail === null ? others : [`${primary}${mail}`, ...others]
}
