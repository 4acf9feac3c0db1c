import type { ApplicationsStore } from '../../contracts/store-applications.ts'
import type { Application, AppRoleAssignment, PasswordCredential, ServicePrincipal } from '../../model/application.ts'
import { EntrainError } from '../../model/error.ts'
import { refuseDuplicate, type SqlDatabase } from './database.ts'
import type { ApplicationRow, AppRoleAssignmentRow, PasswordRow, ServicePrincipalRow } from './tables.ts'
import type { TenantKey } from './tenant-key.ts'

/** GUIDs are kept in lower case, so that they compare without letter case. */
export function createApplicationsStore(database: SqlDatabase, tenantKey: TenantKey): ApplicationsStore {
  return {
    ...applications(database, tenantKey),
    ...servicePrincipals(database, tenantKey),
    ...passwords(database, tenantKey),
    ...appRoleAssignments(database, tenantKey),
  }
}

type Part<Name extends keyof ApplicationsStore> = Pick<ApplicationsStore, Name>

function applications(
  database: SqlDatabase,
  tenantKey: TenantKey,
): Part<'createApplication' | 'findApplicationByAppId' | 'listApplications'> {
  const select = async () => {
    const tenant = await tenantKey.forReading()
    return database.read.selectFrom('applications').selectAll().where('tenant', '=', tenant)
  }
  return {
    async createApplication(application) {
      const row = toApplicationRow(await tenantKey.forWriting(), application)
      const message = `An application with the appId '${row.app_id}' or the id '${row.id}' exists already.`
      await refuseDuplicate(database, message, (queries) => queries.insertInto('applications').values(row).execute())
    },
    async findApplicationByAppId(appId) {
      const row = await (await select()).where('app_id', '=', appId.toLowerCase()).executeTakeFirst()
      return row && toApplication(row)
    },
    listApplications: async () => (await (await select()).orderBy('id').execute()).map(toApplication),
  }
}

function servicePrincipals(
  database: SqlDatabase,
  tenantKey: TenantKey,
): Part<'createServicePrincipal' | 'findServicePrincipal' | 'findServicePrincipalByAppId' | 'listServicePrincipals'> {
  const select = async () => {
    const tenant = await tenantKey.forReading()
    return database.read.selectFrom('service_principals').selectAll().where('tenant', '=', tenant)
  }
  return {
    async createServicePrincipal(servicePrincipal) {
      const row = toServicePrincipalRow(await tenantKey.forWriting(), servicePrincipal)
      const message = `A service principal with the appId '${row.app_id}' or the id '${row.id}' exists already.`
      await refuseDuplicate(database, message, (queries) =>
        queries.insertInto('service_principals').values(row).execute(),
      )
    },
    async findServicePrincipal(id) {
      const row = await (await select()).where('id', '=', id.toLowerCase()).executeTakeFirst()
      return row && toServicePrincipal(row)
    },
    async findServicePrincipalByAppId(appId) {
      const row = await (await select()).where('app_id', '=', appId.toLowerCase()).executeTakeFirst()
      return row && toServicePrincipal(row)
    },
    listServicePrincipals: async () => (await (await select()).orderBy('id').execute()).map(toServicePrincipal),
  }
}

function passwords(database: SqlDatabase, tenantKey: TenantKey): Part<'addPassword' | 'listPasswords'> {
  return {
    async addPassword(appId, credential) {
      const row = toPasswordRow(await tenantKey.forWriting(), appId, credential)
      await refuseDuplicate(database, `A password with the keyId '${row.key_id}' exists already.`, async (queries) => {
        const application = await queries
          .selectFrom('applications')
          .select('id')
          .where('tenant', '=', row.tenant)
          .where('app_id', '=', row.app_id)
          .executeTakeFirst()
        if (application === undefined) {
          throw new EntrainError('notFound', `There is no application with the appId '${appId}'.`)
        }
        await queries.insertInto('passwords').values(row).execute()
      })
    },
    async listPasswords(appId) {
      const rows = await database.read
        .selectFrom('passwords')
        .selectAll()
        .where('tenant', '=', await tenantKey.forReading())
        .where('app_id', '=', appId.toLowerCase())
        .orderBy('start_at')
        .orderBy('key_id')
        .execute()
      return rows.map(toPasswordCredential)
    },
  }
}

function appRoleAssignments(
  database: SqlDatabase,
  tenantKey: TenantKey,
): Part<'assignAppRole' | 'listAppRoleAssignments'> {
  return {
    async assignAppRole(assignment) {
      const row = toAssignmentRow(await tenantKey.forWriting(), assignment)
      const message = `Another app role assignment with the id '${row.id}' exists already.`
      await refuseDuplicate(database, message, async (queries) => {
        const granted = await queries
          .selectFrom('app_role_assignments')
          .select('id')
          .where('tenant', '=', row.tenant)
          .where('principal_id', '=', row.principal_id)
          .where('resource_id', '=', row.resource_id)
          .where('app_role_id', '=', row.app_role_id)
          .executeTakeFirst()
        if (granted === undefined) await queries.insertInto('app_role_assignments').values(row).execute()
      })
    },
    async listAppRoleAssignments(principalId) {
      const rows = await database.read
        .selectFrom('app_role_assignments')
        .selectAll()
        .where('tenant', '=', await tenantKey.forReading())
        .where('principal_id', '=', principalId.toLowerCase())
        .orderBy('created_at')
        .orderBy('id')
        .execute()
      return rows.map(toAssignment)
    },
  }
}

function toApplicationRow(tenant: number, application: Application): ApplicationRow {
  return {
    tenant,
    id: application.id.toLowerCase(),
    app_id: application.appId.toLowerCase(),
    display_name: application.displayName,
    created_at: application.createdDateTime,
  }
}

function toApplication(row: ApplicationRow): Application {
  return { id: row.id, appId: row.app_id, displayName: row.display_name, createdDateTime: row.created_at }
}

function toServicePrincipalRow(tenant: number, servicePrincipal: ServicePrincipal): ServicePrincipalRow {
  return {
    tenant,
    id: servicePrincipal.id.toLowerCase(),
    app_id: servicePrincipal.appId.toLowerCase(),
    display_name: servicePrincipal.displayName,
    account_enabled: servicePrincipal.accountEnabled ? 1 : 0,
    tags: JSON.stringify(servicePrincipal.tags),
    owner_ids: JSON.stringify(servicePrincipal.ownerIds.map((id) => id.toLowerCase())),
  }
}

function toServicePrincipal(row: ServicePrincipalRow): ServicePrincipal {
  return {
    id: row.id,
    appId: row.app_id,
    displayName: row.display_name,
    accountEnabled: row.account_enabled === 1,
    tags: JSON.parse(row.tags),
    ownerIds: JSON.parse(row.owner_ids),
  }
}

function toPasswordRow(tenant: number, appId: string, credential: PasswordCredential): PasswordRow {
  return {
    tenant,
    app_id: appId.toLowerCase(),
    key_id: credential.keyId.toLowerCase(),
    display_name: credential.displayName,
    hint: credential.hint,
    secret_hash: credential.secretHash,
    start_at: credential.startDateTime,
    end_at: credential.endDateTime,
  }
}

function toPasswordCredential(row: PasswordRow): PasswordCredential {
  return {
    keyId: row.key_id,
    displayName: row.display_name,
    hint: row.hint,
    secretHash: row.secret_hash,
    startDateTime: row.start_at,
    endDateTime: row.end_at,
  }
}

/** Graph's assignment ids are opaque and tell letter case apart, unlike the GUIDs beside them. */
function toAssignmentRow(tenant: number, assignment: AppRoleAssignment): AppRoleAssignmentRow {
  return {
    tenant,
    id: assignment.id,
    principal_id: assignment.principalId.toLowerCase(),
    resource_id: assignment.resourceId.toLowerCase(),
    app_role_id: assignment.appRoleId.toLowerCase(),
    created_at: assignment.createdDateTime,
  }
}

function toAssignment(row: AppRoleAssignmentRow): AppRoleAssignment {
  return {
    id: row.id,
    principalId: row.principal_id,
    resourceId: row.resource_id,
    appRoleId: row.app_role_id,
    createdDateTime: row.created_at,
  }
}
