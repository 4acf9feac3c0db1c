import type {
  AttributeMappingSource,
  DirectoryDefinition,
  ObjectMapping,
  SynchronizationRule,
  SynchronizationSchema,
} from '../../model/synchronization-schema.ts'
import { keepInStep } from './parse-source.ts'

/** Graph's JSON of a schema: the model plus the members that Graph always sends and Entrain does not use. */
export function toSchemaJson(schema: SynchronizationSchema, version: string) {
  return {
    id: schema.id,
    version,
    synchronizationRules: schema.synchronizationRules.map(toRuleJson),
    directories: schema.directories.map((directory) => toDirectoryJson(directory, version)),
    ...(schema.lookupTables === undefined ? {} : { lookupTables: schema.lookupTables }),
  }
}

export function toDirectoryJson(directory: DirectoryDefinition, version: string) {
  const { id, name, objects, readOnly = false, discoverabilities = 'None', discoveryDateTime = null } = directory
  return { id, name, version, readOnly, discoverabilities, discoveryDateTime, objects }
}

function toRuleJson(rule: SynchronizationRule) {
  const { containerFilter = null, groupFilter = null } = rule
  return { ...rule, containerFilter, groupFilter, objectMappings: rule.objectMappings.map(toObjectMappingJson) }
}

function toObjectMappingJson(mapping: ObjectMapping) {
  return {
    ...mapping,
    attributeMappings: mapping.attributeMappings.map((each) => ({ ...each, source: toSourceJson(each.source) })),
  }
}

/** Schemas that were stored before the tree was kept in step get theirs here. */
function toSourceJson(source: AttributeMappingSource | null): AttributeMappingSource | null {
  return source === null ? null : keepInStep(source)
}
