import {
  ClientCertificateCredential,
  ClientSecretCredential,
  DefaultAzureCredential,
  EnvironmentCredential,
  ManagedIdentityCredential,
  type TokenCredential,
  WorkloadIdentityCredential,
} from '@azure/identity'

/** Gets a token with one kind of credential of @azure/identity. Prints JSON. */
const { ORIGIN = '', TENANT_ID = '', CLIENT_ID = '', CLIENT_SECRET = '', SCOPE } = process.env
const { CERTIFICATE_FILE = '', TOKEN_FILE = '' } = process.env
const options = { authorityHost: ORIGIN, disableInstanceDiscovery: true }

const credentials: Readonly<Record<string, () => TokenCredential>> = {
  secret: () => new ClientSecretCredential(TENANT_ID, CLIENT_ID, CLIENT_SECRET, options),
  certificate: () => new ClientCertificateCredential(TENANT_ID, CLIENT_ID, CERTIFICATE_FILE, options),
  environment: () => new EnvironmentCredential(options),
  managedIdentity: () => new ManagedIdentityCredential(),
  default: () => new DefaultAzureCredential(),
  workload: () =>
    new WorkloadIdentityCredential({ tenantId: TENANT_ID, clientId: CLIENT_ID, tokenFilePath: TOKEN_FILE, ...options }),
}

try {
  const credential = credentials[process.argv[2] ?? '']?.()
  const token = await credential?.getToken(SCOPE ?? 'https://graph.microsoft.com/.default')
  console.log(JSON.stringify({ token: token?.token, expiresOnTimestamp: token?.expiresOnTimestamp }))
} catch (error) {
  console.log(JSON.stringify({ failed: String(error) }))
}
