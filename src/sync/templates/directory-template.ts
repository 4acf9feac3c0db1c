import { parse } from '../../expression/parser.ts'
import { toParameterTree } from '../../expression/tree.ts'
import type {
  AttributeMapping,
  AttributeMappingSource,
  FlowType,
  SynchronizationSchema,
} from '../../model/synchronization-schema.ts'
import { enterpriseUserSchema } from '../../scim/uris.ts'
import type { JobTemplate } from '../lifecycle.ts'
import { directoryAttributes, targetObject } from './directory-attributes.ts'
import { scimUserAttributes } from './source-attributes.ts'

/** Template "API-driven provisioning to Microsoft Entra ID" (default-mappings: sections 1 to 3). */
const templateId = 'API2AAD'
export const sourceDirectoryName = 'API'
export const targetDirectoryName = 'Microsoft Entra ID'

const sourceObject = enterpriseUserSchema

/** The user part of userName, with its own domain where the tenant has verified it, else with the default domain. */
const userPart = 'Replace([userName], , "(?<Suffix>@(.)*)", "Suffix", "", , )'
const userPrincipalName = `Join("", ${userPart}, "@", Coalesce(X.VerifiedDomain([userName]), DefaultDomain()))`

const defaultMappings: readonly AttributeMapping[] = [
  direct('employeeId', 'externalId', { matchingPriority: 1 }),
  computed('userPrincipalName', userPrincipalName, 'ObjectAddOnly'),
  direct('accountEnabled', 'active', { defaultValue: 'True' }),
  direct('displayName', 'displayName'),
  direct('givenName', 'name.givenName'),
  direct('surname', 'name.familyName'),
  direct('jobTitle', 'title'),
  direct('department', `${enterpriseUserSchema}:department`),
  direct('manager', `${enterpriseUserSchema}:manager`),
  computed('mailNickname', userPart, 'ObjectAddOnly'),
  direct('mail', 'emails[type eq "work"].value'),
  direct('streetAddress', 'addresses[type eq "work"].streetAddress'),
  direct('city', 'addresses[type eq "work"].locality'),
  direct('state', 'addresses[type eq "work"].region'),
  direct('postalCode', 'addresses[type eq "work"].postalCode'),
  direct('country', 'addresses[type eq "work"].country'),
  direct('telephoneNumber', 'phoneNumbers[type eq "work"].value'),
  direct('mobile', 'phoneNumbers[type eq "mobile"].value'),
  direct('facsimileTelephoneNumber', 'phoneNumbers[type eq "fax"].value'),
  direct('preferredLanguage', 'preferredLanguage'),
]

function schemaFor(jobId: string): SynchronizationSchema {
  return {
    id: jobId,
    version: '1',
    synchronizationRules: [
      {
        id: `${jobId}.rule`,
        name: 'API to Microsoft Entra ID',
        priority: 1,
        editable: true,
        sourceDirectoryName,
        targetDirectoryName,
        objectMappings: [
          {
            name: `Provision API ${sourceObject}s`,
            enabled: true,
            flowTypes: 'Add, Update, Delete',
            sourceObjectName: sourceObject,
            targetObjectName: targetObject,
            scope: null,
            attributeMappings: defaultMappings,
            metadata: [],
          },
        ],
        metadata: [],
      },
    ],
    directories: [
      {
        id: `${jobId}.source`,
        name: sourceDirectoryName,
        objects: [{ name: sourceObject, attributes: scimUserAttributes, metadata: [], supportedApis: [] }],
      },
      {
        id: `${jobId}.target`,
        name: targetDirectoryName,
        objects: [
          {
            name: targetObject,
            attributes: directoryAttributes(),
            metadata: [
              { key: 'PropertyNameAccountEnabled', value: 'accountEnabled' },
              { key: 'IsSoftDeletionSupported', value: 'true' },
            ],
            supportedApis: [],
          },
        ],
      },
    ],
  }
}

export const directoryTemplate: JobTemplate = {
  id: templateId,
  description: 'API-driven provisioning to Microsoft Entra ID',
  schemaFor,
}

function direct(target: string, name: string, extras: Partial<AttributeMapping> = {}): AttributeMapping {
  return { ...mapping(target, { type: 'Attribute', name, expression: `[${name}]`, parameters: [] }), ...extras }
}

function computed(target: string, expression: string, flowType: FlowType): AttributeMapping {
  return { ...mapping(target, { ...toParameterTree(parse(expression)), expression }), flowType }
}

function mapping(targetAttributeName: string, source: AttributeMappingSource): AttributeMapping {
  return {
    targetAttributeName,
    source,
    defaultValue: null,
    flowBehavior: 'FlowWhenChanged',
    flowType: 'Always',
    matchingPriority: 0,
    exportMissingReferences: false,
    flowNullValues: false,
  }
}
