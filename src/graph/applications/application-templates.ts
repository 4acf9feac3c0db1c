import type { EntityJson } from '../collection.ts'

/** Applications that were made from a template, told by id. */
export interface ApplicationTemplate {
  readonly id: string
  readonly displayName: string
  readonly description: string
  readonly categories: readonly string[]
  readonly supportsProvisioning: boolean
  readonly singleSignOnModes: readonly string[]
}

/** The reference service's template for whatever is not in its gallery; this id is Microsoft's. */
export const nonGalleryTemplateId = '8adf8e6e-67b2-4cf2-a259-e3dc5476c621'
/** Ours: the reference service's own ids of these two are not public. */
export const provisioningTemplateId = '6f7a1c52-8d1e-4c0b-9c39-0c5b7f1e2a41'
export const onPremisesProvisioningTemplateId = 'a3c9e7d4-52b6-4f7d-8a10-7de94b1c6f58'

export const applicationTemplates: readonly ApplicationTemplate[] = [
  {
    id: provisioningTemplateId,
    displayName: 'API-driven provisioning to Microsoft Entra ID',
    description:
      'Takes people from any system of record by bulk uploads in SCIM and keeps their accounts in this directory.',
    categories: ['humanResources'],
    supportsProvisioning: true,
    singleSignOnModes: [],
  },
  {
    id: nonGalleryTemplateId,
    displayName: 'Custom',
    description: 'A start for any application that is not in the gallery.',
    categories: [],
    supportsProvisioning: true,
    singleSignOnModes: ['password', 'saml', 'external'],
  },
  {
    id: onPremisesProvisioningTemplateId,
    displayName: 'API-driven provisioning to on-premises Active Directory',
    description:
      'Takes people from any system of record by bulk uploads in SCIM and keeps their accounts in Active Directory.',
    categories: ['humanResources'],
    supportsProvisioning: true,
    singleSignOnModes: [],
  },
]

export function toTemplateJson(template: ApplicationTemplate): EntityJson {
  const { id, displayName, description, categories, supportsProvisioning, singleSignOnModes } = template
  return {
    id,
    displayName,
    homePageUrl: null,
    supportedSingleSignOnModes: singleSignOnModes,
    supportedProvisioningTypes: supportsProvisioning ? ['sync'] : [],
    logoUrl: null,
    categories,
    publisher: 'Entrain',
    description,
    deprecationDate: null,
    endpoints: [],
    isEntraIntegrated: true,
    lastModifiedDateTime: null,
  }
}

/** How the portal of the reference service lists enterprise applications, and custom ones among them. */
export function tagsOf({ id }: Pick<ApplicationTemplate, 'id'>): readonly string[] {
  const custom = id === nonGalleryTemplateId ? ['WindowsAzureActiveDirectoryCustomSingleSignOnApplication'] : []
  return ['WindowsAzureActiveDirectoryIntegratedApp', ...custom]
}
