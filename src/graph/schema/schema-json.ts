import type {
  DirectoryDefinition,
  SynchronizationRule,
  SynchronizationSchema,
} from '../../model/synchronization-schema.ts'

/** Graph's JSON of a schema: the model plus the members that Graph always sends and Entrain does not use. */
export function toSchemaJson(schema: SynchronizationSchema, version: string) {
  return {
    id: schema.id,
    version,
    synchronizationRules: schema.synchronizationRules.map(toRuleJson),
    directories: schema.directories.map((directory) => toDirectoryJson(directory, version)),
  }
}

function toRuleJson(rule: SynchronizationRule) {
  return { ...rule, containerFilter: null, groupFilter: null }
}

function toDirectoryJson({ id, name, objects }: DirectoryDefinition, version: string) {
  return {
    id,
    name,
    version,
    readOnly: false,
    discoverabilities: 'None',
    discoveryDateTime: null,
    objects,
  }
}
