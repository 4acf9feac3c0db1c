/** Texts for the permissions that people are asked about most; the rest are put together from the name. */
const known: Readonly<Record<string, readonly [displayName: string, description: string]>> = {
  openid: ['Sign you in', 'Lets you sign in to the app with your work or school account.'],
  profile: ['View your basic profile', 'Lets the app see your name and user name.'],
  email: ['View your email address', 'Lets the app see your primary email address.'],
  offline_access: [
    'Maintain access to data you have given it access to',
    'Lets the app use what you allowed it while you are not using the app. It gains no further permission by this.',
  ],
  'User.Read': ['Sign you in and read your profile', 'Lets you sign in and lets the app read your profile.'],
  'User.ReadWrite': ['Read and update your profile', 'Lets the app read your profile and change it for you.'],
  'User.ReadBasic.All': [
    'Read all users’ basic profiles',
    'Lets the app read names and addresses of all users for you.',
  ],
  'Directory.AccessAsUser.All': [
    'Access the directory as you',
    'Lets the app do in the directory whatever you may do.',
  ],
  'SynchronizationData-User.Upload': [
    'Upload user data to the identity synchronization service',
    'Lets the app send people’s records to provisioning jobs, which create, change and disable accounts.',
  ],
}

export interface PermissionText {
  readonly displayName: string
  readonly description: string
}

/** What a permission of Graph allows, in words for whoever is asked to consent. */
export function describePermission(name: string): PermissionText {
  const text = known[name]
  if (text !== undefined) return { displayName: text[0], description: text[1] }
  const [subject = name, ...rest] = name.split('.')
  const things = toWords(subject)
  const action = actionOf(rest)
  const reach = rest.includes('All') ? `all data of the kind “${things}”` : `data of the kind “${things}”`
  return {
    displayName: `${action} ${things}${rest.includes('All') ? ' (all)' : ''}`,
    description: `Lets the app ${action.toLowerCase()} ${reach}, as far as you may do that yourself.`,
  }
}

function actionOf(rest: readonly string[]): string {
  if (rest.includes('ReadWrite')) return 'Read and change'
  if (rest.includes('Read') || rest.includes('ReadBasic')) return 'Read'
  const verb = rest.find((word) => word !== 'All') ?? 'Use'
  return toWords(verb).replace(/^./, (letter) => letter.toUpperCase())
}

function toWords(name: string): string {
  return name
    .replaceAll('-', ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
}
