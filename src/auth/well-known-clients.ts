/** Public clients that programs use when nobody names another (permissions.json `wellKnownClients`). They sign in at `http://localhost`. */
export const wellKnownClients = {
  '14d82eec-204b-4c2f-b7e8-296a70dab67e': 'Microsoft Graph Command Line Tools',
  '04b07795-8ddb-461a-bbee-02f9e1bf7b46': 'Microsoft Azure CLI',
  '1950a258-227b-4e31-a9cf-717495945fc2': 'Microsoft Azure PowerShell',
  'de8bc8b5-d9f9-48b1-a8ad-b748da725064': 'Graph Explorer',
} as const satisfies Record<string, string>

export function wellKnownClientName(appId: string): string | undefined {
  return Object.entries(wellKnownClients).find(([id]) => id === appId.toLowerCase())?.[1]
}
