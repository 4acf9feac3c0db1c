import type { ApplicationsStore } from '../../contracts/store-applications.ts'
import type { NewObject, ObjectKey, ObjectsReader, ObjectsWriter } from '../../contracts/store-objects.ts'
import type { DirectoryWrites } from '../../contracts/store-writes.ts'
import type { Application, AppRoleAssignment, PasswordCredential, ServicePrincipal } from '../../model/application.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import { EntrainError } from '../../model/error.ts'

export interface ApplicationsParts {
  readonly objects: ObjectsReader
  readonly provisioning: DirectoryWrites
}

/** Objects that one call reads at most; tenants have some hundreds of applications. */
const listedMax = 10_000
const everything = { limit: listedMax }

/** Applications as signing in and provisioning see them: a view of the directory's objects. */
export function createApplicationsStore(parts: ApplicationsParts): ApplicationsStore {
  return { ...applications(parts), ...servicePrincipals(parts), ...passwords(parts), ...assignments(parts) }
}

type Part<Name extends keyof ApplicationsStore> = Pick<ApplicationsStore, Name>

function applications({
  objects,
  provisioning,
}: ApplicationsParts): Part<'createApplication' | 'findApplicationByAppId' | 'listApplications'> {
  return {
    createApplication: ({ id, ...properties }) =>
      provisioning.transaction(({ objects: writer }) =>
        insert(writer, {
          id,
          type: 'application',
          properties: { ...properties, passwordCredentials: [] },
          keys: [appIdKey(properties.appId)],
        }),
      ),
    async findApplicationByAppId(appId) {
      const found = await objects.findByKey('application', appIdKey(appId))
      return found && toApplication(found)
    },
    listApplications: async () => (await objects.list('application', everything)).map(toApplication),
  }
}

function servicePrincipals({
  objects,
  provisioning,
}: ApplicationsParts): Part<
  'createServicePrincipal' | 'findServicePrincipal' | 'findServicePrincipalByAppId' | 'listServicePrincipals'
> {
  const toServicePrincipal = async (object: DirectoryObject): Promise<ServicePrincipal> => ({
    ...readServicePrincipal(object),
    ownerIds: await objects.listLinked('owners', object.id, everything),
  })
  return {
    createServicePrincipal: ({ id, ownerIds, ...properties }) =>
      provisioning.transaction(async ({ objects: writer }) => {
        const { appId } = properties
        const keys = [appIdKey(appId), { name: 'servicePrincipalNames', value: appId }]
        await insert(writer, { id, type: 'servicePrincipal', properties, keys })
        for (const ownerId of ownerIds) await writer.link('owners', id, ownerId)
      }),
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

function passwords({ objects, provisioning }: ApplicationsParts): Part<'addPassword' | 'listPasswords'> {
  return {
    addPassword: (appId, credential) =>
      provisioning.transaction(async ({ objects: writer }) => {
        const application = await writer.findByKey('application', appIdKey(appId))
        if (application === undefined) {
          throw new EntrainError('notFound', `There is no application with the appId '${appId}'.`)
        }
        const known = passwordsOf(application)
        if (known.some(({ keyId }) => keyId === credential.keyId)) {
          throw new EntrainError('conflict', `A password with the keyId '${credential.keyId}' exists already.`)
        }
        const properties = { ...application.properties, passwordCredentials: [...known, credential] }
        await writer.replace({ id: application.id, properties, keys: [appIdKey(application.properties.appId)] })
      }),
    async listPasswords(appId) {
      const key = appIdKey(appId)
      const holders = [await objects.findByKey('application', key), await objects.findByKey('servicePrincipal', key)]
      return holders
        .flatMap((holder) => (holder === undefined ? [] : passwordsOf(holder)))
        .toSorted((a, b) => compare(a.startDateTime, b.startDateTime) || compare(a.keyId, b.keyId))
    },
  }
}

function assignments({ objects, provisioning }: ApplicationsParts): Part<'assignAppRole' | 'listAppRoleAssignments'> {
  return {
    assignAppRole: ({ id, ...properties }) =>
      provisioning.transaction(async ({ objects: writer }) => {
        const grant = grantKey(properties)
        if ((await writer.findByKey('appRoleAssignment', grant)) !== undefined) return
        await insert(writer, { id, type: 'appRoleAssignment', properties, keys: [grant] })
        await writer.link('principal', id, properties.principalId)
        await writer.link('resource', id, properties.resourceId)
      }),
    async listAppRoleAssignments(principalId) {
      const ids = await objects.listLinking('principal', principalId, everything)
      const found = (await objects.findMany(ids)).filter((object) => object?.type === 'appRoleAssignment')
      return found
        .flatMap((object) => (object === undefined ? [] : toAssignment(object)))
        .toSorted((a, b) => compare(a.createdDateTime, b.createdDateTime) || compare(a.id, b.id))
    },
  }
}

async function insert(writer: ObjectsWriter, object: NewObject): Promise<void> {
  const outcome = await writer.insert(object)
  if (outcome.kind !== 'taken') return
  throw new EntrainError('conflict', `Another object of type ${object.type} has the same ${outcome.property}.`)
}

function appIdKey(appId: unknown): ObjectKey {
  return { name: 'appId', value: String(appId) }
}

function grantKey({ principalId, resourceId, appRoleId }: Omit<AppRoleAssignment, 'id'>): ObjectKey {
  return { name: 'grant', value: `${principalId} ${resourceId} ${appRoleId}` }
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
  // Written by `addPassword` and by Graph's action of that name.
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
