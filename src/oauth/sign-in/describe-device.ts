const browsers = [
  ['Edg', 'Edge'],
  ['OPR', 'Opera'],
  ['Firefox', 'Firefox'],
  ['Chrom', 'Chrome'],
  ['Safari', 'Safari'],
] as const
const systems = [
  ['Windows', 'Windows'],
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Mac OS X', 'macOS'],
  ['CrOS', 'ChromeOS'],
  ['Linux', 'Linux'],
] as const

/** A browser in words that its person recognizes: `Firefox on Linux`. The first that fits counts, as they imitate each other. */
export function describeDevice(userAgent: string): string {
  const find = (rows: readonly (readonly [mark: string, name: string])[]) =>
    rows.find(([mark]) => userAgent.includes(mark))?.[1]
  const [browser = 'A browser', system] = [find(browsers), find(systems)]
  return system === undefined ? browser : `${browser} on ${system}`
}
