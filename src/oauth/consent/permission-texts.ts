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

/** Whose rights it adds to: delegated permissions never reach further than the user, application permissions stand alone. */
export type Holder = 'user' | 'application'

/** What a permission of Graph allows, in words for whoever is asked to consent. */
export function describePermission(name: string, holder: Holder = 'user'): PermissionText {
  const text = known[name]
  if (text !== undefined) return { displayName: text[0], description: text[1] }
  const [subject = name, ...rest] = name.split('.')
  const action = actionOf(rest)
  const things = `${rest.includes('All') ? 'all ' : ''}${toThings(toWords(subject))}`
  const owned = rest.includes('OwnedBy') ? ' that it owns' : ''
  const limit = holder === 'user' ? ', as far as you may do that yourself' : ' by itself, without anybody signed in'
  return {
    displayName: `${action} ${things}${owned}`,
    description: `Lets the app ${action.toLowerCase()} ${things}${owned}${limit}.`,
  }
}

function actionOf(rest: readonly string[]): string {
  if (rest.includes('ReadWrite')) return 'Read and change'
  if (rest.includes('Read') || rest.includes('ReadBasic')) return 'Read'
  const verb = rest.find((word) => word !== 'All' && word !== 'OwnedBy') ?? 'Use'
  return toWords(verb).replace(/^./, (letter) => letter.toUpperCase())
}

const things: Readonly<Record<string, string>> = {
  directory: 'directory data',
  synchronization: 'synchronization jobs',
  'role management': 'role assignments',
}
/** Said of no single one, so without a plural. */
const uncountable =
  /(s|data|management|mail|access|information|info|content|storage|metadata|health|presence|people|hardware)$/

function toThings(words: string): string {
  const thing = things[words]
  if (thing !== undefined) return thing
  if (uncountable.test(words)) return words
  return /[^aeiou]y$/.test(words) ? words.replace(/y$/, 'ies') : `${words}s`
}

function toWords(name: string): string {
  return name
    .replaceAll('-', ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
}
