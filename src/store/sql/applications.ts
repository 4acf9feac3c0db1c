import type { ApplicationsStore } from '../../contracts/store-applications.ts'
import type { ObjectKey, ObjectsReader } from '../../contracts/store-objects.ts'
import type { Application, AppRoleAssignment, PasswordCredential, ServicePrincipal } from '../../model/application.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'

/** Objects that one call reads at most; tenants have some hundreds of applications. */
const listedMax = 10_000
const everything = { limit: listedMax }

/** Applications as signing in and provisioning see them: a view of the directory's objects. */
export function createApplicationsStore(objects: ObjectsReader): ApplicationsStore {
  return {
    ...servicePrincipals(objects),
    async findApplicationByAppId(appId) {
      const found = await objects.findByKey('application', appIdKey(appId))
      return found && toApplication(found)
    },
    async listPasswords(appId) {
      const key = appIdKey(appId)
      const holders = [await objects.findByKey('application', key), await objects.findByKey('servicePrincipal', key)]
      return holders
        .flatMap((holder) => (holder === undefined ? [] : passwordsOf(holder)))
        .toSorted((a, b) => compare(a.startDateTime, b.startDateTime) || compare(a.keyId, b.keyId))
    },
    async listAppRoleAssignments(principalId) {
      const ids = await objects.listLinking('principal', principalId, everything)
      const found = (await objects.findMany(ids)).filter((object) => object?.type === 'appRoleAssignment')
      return found
        .flatMap((object) => (object === undefined ? [] : toAssignment(object)))
        .toSorted((a, b) => compare(a.createdDateTime, b.createdDateTime) || compare(a.id, b.id))
    },
  }
}

function servicePrincipals(
  objects: ObjectsReader,
): Pick<ApplicationsStore, 'findServicePrincipal' | 'findServicePrincipalByAppId' | 'listServicePrincipals'> {
  const toServicePrincipal = async (object: DirectoryObject): Promise<ServicePrincipal> => ({
    ...readServicePrincipal(object),
    ownerIds: await objects.listLinked('owners', object.id, everything),
  })
  return {
    async findServicePrincipal(id) {
      const found = await objects.find(id)
      return found?.type === 'servicePrincipal' ? toServicePrincipal(found) : undefined
    },
    async findServicePrincipalByAppId(appId) {
      const found = await objects.findByKey('servicePrincipal', appIdKey(appId))
      return found && toServicePrincipal(found)
    },
    async listServicePrincipals() {
      return Promise.all((await objects.list('servicePrincipal', everything)).map(toServicePrincipal))
    },
  }
}

function appIdKey(appId: unknown): ObjectKey {
  return { name: 'appId', value: String(appId) }
}

function toApplication({ id, properties }: DirectoryObject): Application {
  const { appId, displayName, createdDateTime, isDisabled } = properties
  return {
    id,
    appId: text(appId),
    displayName: text(displayName),
    createdDateTime: text(createdDateTime),
    ...(isDisabled === true && { isDisabled }),
  }
}

function readServicePrincipal({ id, properties }: DirectoryObject): Omit<ServicePrincipal, 'ownerIds'> {
  const { appId, displayName, accountEnabled, tags } = properties
  return {
    id,
    appId: text(appId),
    displayName: text(displayName),
    accountEnabled: accountEnabled !== false,
    tags: Array.isArray(tags) ? tags.map(String) : [],
  }
}

function passwordsOf({ properties }: DirectoryObject): readonly PasswordCredential[] {
  // Written by Graph's action `addPassword`.
  return Array.isArray(properties.passwordCredentials) ? (properties.passwordCredentials as PasswordCredential[]) : []
}

function toAssignment({ id, properties }: DirectoryObject): AppRoleAssignment {
  const { principalId, resourceId, appRoleId, createdDateTime } = properties
  return {
    id,
    principalId: text(principalId),
    resourceId: text(resourceId),
    appRoleId: text(appRoleId),
    createdDateTime: text(createdDateTime),
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
