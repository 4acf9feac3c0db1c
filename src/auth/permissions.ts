/** How a permission is known to Graph clients. Ids are fixed: scripts carry them in `appRoleId` and `requiredResourceAccess`. */
export interface PermissionIds {
  /** Id of the app role (application permission); null when it has no application form. */
  readonly application: string | null
  /** Id of the scope (delegated permission); null when it has no delegated form. */
  readonly delegated: string | null
  /** Who may consent to the delegated form. Application permissions always need an administrator. */
  readonly consent: 'admin' | 'user'
}

/** The permissions of Microsoft Graph that this service knows, and their ids. */
export const permissions = {
  'SynchronizationData-User.Upload': {
    application: 'db31e92a-b9ea-4d87-bf6a-75a37a9ca35a',
    delegated: '1a2e7420-4e92-4d2b-94cb-fb2952e9ddf7',
    consent: 'admin',
  },
  'SynchronizationData-User.Upload.OwnedBy': {
    application: '25c32ff3-849a-494b-b94f-20a8ac4e6774',
    delegated: null,
    consent: 'admin',
  },
  'Synchronization.Read.All': {
    application: '5ba43d2f-fa88-4db2-bd1c-a67c5f0fb1ce',
    delegated: '7aa02aeb-824f-4fbe-a3f7-611f751f5b55',
    consent: 'admin',
  },
  'Synchronization.ReadWrite.All': {
    application: '9b50c33d-700f-43b1-b2eb-87e89b703581',
    delegated: '7bb27fa3-ea8f-4d67-a916-87715b6188bd',
    consent: 'admin',
  },
  'ProvisioningLog.Read.All': {
    application: '091937d3-3e38-47a1-8649-b2f99d3035f1',
    delegated: '95aec97b-cf27-4a8d-a67d-42f60b5b38ef',
    consent: 'admin',
  },
  'AuditLog.Read.All': {
    application: 'b0afded3-3588-46d8-8b3d-9842eff778da',
    delegated: 'e4c9e354-4dc5-45b8-9e7c-e1393b0b1a20',
    consent: 'admin',
  },
  'Application.Read.All': {
    application: '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30',
    delegated: 'c79f8feb-a9db-4090-85f9-90d820caa0eb',
    consent: 'admin',
  },
  'Application.ReadWrite.All': {
    application: '1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9',
    delegated: 'bdfbf15f-ee85-4955-8675-146e8e5296b5',
    consent: 'admin',
  },
  'Application.ReadWrite.OwnedBy': {
    application: '18a4783c-866b-4cc7-a460-3d5e5662c884',
    delegated: null,
    consent: 'admin',
  },
  'AppRoleAssignment.ReadWrite.All': {
    application: '06b708a9-e830-4db3-a914-8e69da51d44f',
    delegated: '84bccea3-f856-4a8a-967b-dbe0a3d53a64',
    consent: 'admin',
  },
  'DelegatedPermissionGrant.Read.All': {
    application: '81b4724a-58aa-41c1-8a55-84ef97466587',
    delegated: 'a197cdc4-a8e8-4d49-9d35-4ca7c83887b4',
    consent: 'admin',
  },
  'DelegatedPermissionGrant.ReadWrite.All': {
    application: '8e8e4742-1d95-4f68-9d56-6ee75648c72a',
    delegated: '41ce6ca6-6826-4807-84f1-1c82854f7ee5',
    consent: 'admin',
  },
  'Directory.Read.All': {
    application: '7ab1d382-f21e-4acd-a863-ba3e13f7da61',
    delegated: '06da0dbc-49e2-44d2-8312-53f166ab848a',
    consent: 'admin',
  },
  'Directory.ReadWrite.All': {
    application: '19dbc75e-c2e2-444c-a770-ec69d8559fc7',
    delegated: 'c5366453-9fb0-48a5-a156-24f0c49a4b84',
    consent: 'admin',
  },
  'Directory.AccessAsUser.All': {
    application: null,
    delegated: '0e263e50-5827-48a4-b97c-d940288653c7',
    consent: 'admin',
  },
  'User.Read': { application: null, delegated: 'e1fe6dd8-ba31-4d61-89e7-88639da4683d', consent: 'user' },
  'User.ReadWrite': { application: null, delegated: 'b4e74841-8e56-480b-be8b-910348b18b4c', consent: 'user' },
  'User.ReadBasic.All': {
    application: '97235f07-e226-4f63-ace3-39588e11d3a1',
    delegated: 'b340eb25-3456-403f-be2f-af7a0d370277',
    consent: 'user',
  },
  'User.Read.All': {
    application: 'df021288-bdef-4463-88db-98f22de89214',
    delegated: 'a154be20-db9c-4678-8ab7-66f6cc099a59',
    consent: 'admin',
  },
  'User.ReadWrite.All': {
    application: '741f803b-c850-494e-b5df-cde7c675a1ca',
    delegated: '204e0828-b5ca-4ad8-b9f3-f32a958e7cc4',
    consent: 'admin',
  },
  'User.DeleteRestore.All': {
    application: 'eccc023d-eccf-4e7b-9683-8813ab36cecc',
    delegated: '4bb440cd-2cf2-4f90-8004-aa2acd2537c5',
    consent: 'admin',
  },
  'User.EnableDisableAccount.All': {
    application: '3011c876-62b7-4ada-afa2-506cbbecc68c',
    delegated: 'f92e74e7-2563-467f-9dd0-902688cb5863',
    consent: 'admin',
  },
  'User.RevokeSessions.All': {
    application: '77f3a031-c388-4f99-b373-dc68676a979e',
    delegated: 'fc30e98b-8810-4501-81f5-c20a3196387b',
    consent: 'admin',
  },
  'User.ManageIdentities.All': {
    application: 'c529cfca-c91b-489c-af2b-d92990b66ce6',
    delegated: '637d7bec-b31e-4deb-acc9-24275642a2c9',
    consent: 'admin',
  },
  'User-PasswordProfile.ReadWrite.All': {
    application: 'cc117bb9-00cf-4eb8-b580-ea2a878fe8f7',
    delegated: '56760768-b641-451f-8906-e1b8ab31bca7',
    consent: 'admin',
  },
  'User-Mail.ReadWrite.All': {
    application: '280d0935-0796-47d1-8d26-273470a3f17a',
    delegated: '6166886a-9576-433b-8544-658177bdef1d',
    consent: 'admin',
  },
  'User-Phone.ReadWrite.All': {
    application: '86ceff06-c822-49ff-989a-d912845ffe69',
    delegated: 'e29d5979-5b06-4a7f-ae24-6a9348d2e1ff',
    consent: 'admin',
  },
  'User-LifeCycleInfo.Read.All': {
    application: '8556a004-db57-4d7a-8b82-97a13428e96f',
    delegated: 'ed8d2a04-0374-41f1-aefe-da8ac87ccc87',
    consent: 'admin',
  },
  'User-LifeCycleInfo.ReadWrite.All': {
    application: '925f1248-0f97-47b9-8ec8-538c54e01325',
    delegated: '7ee7473e-bd4b-4c9f-987c-bd58481f5fa2',
    consent: 'admin',
  },
  'Group.Read.All': {
    application: '5b567255-7703-4780-807c-7be8301ae99b',
    delegated: '5f8c59db-677d-491f-a6b8-5f174b11ec1d',
    consent: 'admin',
  },
  'Group.ReadBasic.All': {
    application: '07d67222-3a10-4d3b-9ddc-b8aa43198a00',
    delegated: 'ba1917bc-a64b-4c71-b66d-229d4a520e66',
    consent: 'admin',
  },
  'Group.ReadWrite.All': {
    application: '62a82d76-70ea-41e2-9197-370581804d09',
    delegated: '4e46008b-f24c-477d-8fff-7bb4ec7aafe0',
    consent: 'admin',
  },
  'Group.Create': { application: 'bf7b1a76-6e77-406b-b258-bf5c7720e98f', delegated: null, consent: 'admin' },
  'GroupMember.Read.All': {
    application: '98830695-27a2-44f7-8c18-0c3ebc9698f6',
    delegated: 'bc024368-1153-4739-b217-4326f2e966d0',
    consent: 'admin',
  },
  'GroupMember.ReadBasic.All': {
    application: '8222c640-cae5-4860-8d11-b32cfad95e03',
    delegated: '28539367-358c-4ed9-b7f0-793eccb8fd34',
    consent: 'admin',
  },
  'GroupMember.ReadWrite.All': {
    application: 'dbaae8cf-10b5-4b86-a4a1-f871c94c6695',
    delegated: 'f81125ac-d3b7-4573-a3b2-7099cc39df9e',
    consent: 'admin',
  },
  'RoleManagement.Read.All': {
    application: 'c7fbd983-d9aa-4fa7-84b8-17382c103bc4',
    delegated: '48fec646-b2ba-4019-8681-8eb31435aded',
    consent: 'admin',
  },
  'RoleManagement.Read.Directory': {
    application: '483bed4a-2ad3-4361-a73b-c83ccdbdc53c',
    delegated: '741c54c3-0c1e-44a1-818b-3f97ab4e8c83',
    consent: 'admin',
  },
  'RoleManagement.ReadWrite.Directory': {
    application: '9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8',
    delegated: 'd01b97e9-cbc0-49fe-810a-750afd5527a3',
    consent: 'admin',
  },
  'CustomSecAttributeAssignment.Read.All': {
    application: '3b37c5a4-1226-493d-bec3-5d6c6b866f3f',
    delegated: 'b46ffa80-fe3d-4822-9a1a-c200932d54d0',
    consent: 'admin',
  },
  'CustomSecAttributeAssignment.ReadWrite.All': {
    application: 'de89b5e4-5b8f-48eb-8925-29c2b33bd8bd',
    delegated: 'ca46335e-8453-47cd-a001-8459884efeae',
    consent: 'admin',
  },
  'CustomSecAttributeDefinition.Read.All': {
    application: 'b185aa14-d8d2-42c1-a685-0f5596613624',
    delegated: 'ce026878-a0ff-4745-a728-d4fedd086c07',
    consent: 'admin',
  },
  'CustomSecAttributeDefinition.ReadWrite.All': {
    application: '12338004-21f4-4896-bf5e-b75dfaf1016d',
    delegated: '8b0160d4-5743-482b-bb27-efc0a485ca4a',
    consent: 'admin',
  },
  'CustomSecAttributeProvisioning.Read.All': {
    application: '9fd1f8bf-a443-4df6-bc2a-5d00c5ec7828',
    delegated: '9ddd870d-077c-49e7-b3e3-6b3012a8a880',
    consent: 'admin',
  },
  'CustomSecAttributeProvisioning.ReadWrite.All': {
    application: '1db69e9c-8d0a-498d-a5df-11fd0b68ceab',
    delegated: '1140d9e4-6776-433e-a9e4-b9831adbb2e0',
    consent: 'admin',
  },
  'Organization.Read.All': {
    application: '498476ce-e0fe-48b0-b801-37ba7e2685c6',
    delegated: '4908d5b9-3fb2-4b1e-9336-1888b7937185',
    consent: 'admin',
  },
  'Organization.ReadWrite.All': {
    application: '292d869f-3427-49a8-9dab-8c70152b74e9',
    delegated: '46ca0847-7e6b-426e-9775-ea810a948356',
    consent: 'admin',
  },
  'Domain.Read.All': {
    application: 'dbb9058a-0e50-45d7-ae91-66909b5d4664',
    delegated: '2f9ee017-59c1-4f1d-9472-bd5529a7b311',
    consent: 'admin',
  },
  'Domain.ReadWrite.All': {
    application: '7e05723c-0bb0-42da-be95-ae9f08a6e53c',
    delegated: '0b5d694c-a244-4bde-86e6-eb5cd07730fe',
    consent: 'admin',
  },
  'Policy.Read.All': {
    application: '246dd0d5-5bd0-4def-940b-0421030a5b68',
    delegated: '572fea84-0151-49b2-9301-11cb16974376',
    consent: 'admin',
  },
  'Policy.ReadWrite.ApplicationConfiguration': {
    application: 'be74164b-cff1-491c-8741-e671cb536e13',
    delegated: 'b27add92-efb2-4f16-84f5-8108ba77985c',
    consent: 'admin',
  },
  'Policy.ReadWrite.PermissionGrant': {
    application: 'a402ca1c-2696-4531-972d-6e5ee4aa11ea',
    delegated: '2672f8bb-fd5e-42e0-85e1-ec764dd2614e',
    consent: 'admin',
  },
  'AdministrativeUnit.Read.All': {
    application: '134fd756-38ce-4afd-ba33-e9623dbe66c2',
    delegated: '3361d15d-be43-4de6-b441-3c746d05163d',
    consent: 'admin',
  },
  'AdministrativeUnit.ReadWrite.All': {
    application: '5eb59dd3-1da2-4329-8733-9dabdc435916',
    delegated: '7b8a2d34-6b3f-4542-a343-54651608ad81',
    consent: 'admin',
  },
  'Directory.Write.Restricted': {
    application: 'f20584af-9290-4153-9280-ff8bb2c0ea7f',
    delegated: 'cba5390f-ed6a-4b7f-b657-0efc2210ed20',
    consent: 'admin',
  },
  'Member.Read.Hidden': {
    application: '658aa5d8-239f-45c4-aa12-864f4fc7e490',
    delegated: 'f6a3db3e-f7e8-4ed2-a414-557c8c9830be',
    consent: 'admin',
  },
  openid: { application: null, delegated: '37f7f235-527c-4136-accd-4a02d197296e', consent: 'user' },
  profile: { application: null, delegated: '14dad69e-099b-42c9-810b-d002981feec1', consent: 'user' },
  email: { application: null, delegated: '64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0', consent: 'user' },
  offline_access: { application: null, delegated: '7427e0e9-2fba-42fe-b0c0-848c9e6a8182', consent: 'user' },
} as const satisfies Record<string, PermissionIds>

export type Permission = keyof typeof permissions

/** Client id of Microsoft Graph; its service principal in a tenant is the `resourceId` of granted permissions. */
export const graphAppId = '00000003-0000-0000-c000-000000000000'

export function isPermission(name: string): name is Permission {
  return Object.hasOwn(permissions, name)
}

/** Permissions that hold only for what the calling application owns. */
export function isOwnedBy(permission: Permission): boolean {
  return permission.endsWith('.OwnedBy')
}

const byAppRoleId: ReadonlyMap<string, Permission> = new Map(
  Object.entries(permissions).flatMap(([name, { application }]) =>
    application !== null && isPermission(name) ? [[application, name] as const] : [],
  ),
)

/** The application permission behind the id of an app role of Graph. */
export function permissionOfAppRole(appRoleId: string): Permission | undefined {
  return byAppRoleId.get(appRoleId.toLowerCase())
}
