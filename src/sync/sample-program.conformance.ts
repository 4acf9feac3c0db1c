import type { EvaluationContext } from '../expression/evaluation.ts'
import type { AttributeMapping, SynchronizationSchema } from '../model/synchronization-schema.ts'
import { coreUserSchema } from '../scim/uris.ts'
import type { JsonObject } from '../std/json-object.ts'
import { compileJob, type JobProgram } from './job-program.ts'
import type { SourceRecord } from './record.ts'
import { directoryTemplate } from './templates/directory-template.ts'

/** For tests: the default template with other mappings, and declared source attributes changed. */
export function sampleSchema(changes: SchemaChanges = {}): SynchronizationSchema {
  const schema = directoryTemplate.schemaFor('job')
  const { mappings = (kept) => kept, nullFlowsFrom = [] } = changes
  return {
    ...schema,
    synchronizationRules: schema.synchronizationRules.map((rule) => ({
      ...rule,
      objectMappings: rule.objectMappings.map((mapping) => ({
        ...mapping,
        attributeMappings: mappings(mapping.attributeMappings),
      })),
    })),
    directories: schema.directories.map((directory) => ({
      ...directory,
      objects: directory.objects.map((object) => ({
        ...object,
        attributes: object.attributes.map((attribute) => ({
          ...attribute,
          flowNullValues: nullFlowsFrom.includes(attribute.name),
        })),
      })),
    })),
  }
}

export interface SchemaChanges {
  readonly mappings?: (kept: readonly AttributeMapping[]) => readonly AttributeMapping[]
  /** Names of the source attributes whose gate for null is open. */
  readonly nullFlowsFrom?: readonly string[]
}

/** One mapping of a source attribute. */
export function sampleMapping(
  target: string,
  source: string,
  extras: Partial<AttributeMapping> = {},
): AttributeMapping {
  return {
    targetAttributeName: target,
    source: { type: 'Attribute', name: source, expression: `[${source}]`, parameters: [] },
    defaultValue: null,
    flowBehavior: 'FlowWhenChanged',
    flowType: 'Always',
    matchingPriority: 0,
    exportMissingReferences: false,
    flowNullValues: false,
    ...extras,
  }
}

export function sampleProgram(changes: SchemaChanges = {}): JobProgram {
  const { program, problems } = compileJob(sampleSchema(changes), 1)
  if (program === null) throw new Error(JSON.stringify(problems))
  return program
}

export function sampleRecord(data: JsonObject): SourceRecord {
  return {
    origin: { uploadSequence: 1, uploadId: 'upload', requestId: 'request', operationIndex: 0, bulkId: '1' },
    cause: 'upload',
    presence: 'present',
    anchor: String(data.externalId ?? ''),
    displayName: null,
    userName: null,
    active: null,
    data: { schemas: [coreUserSchema], ...data },
  }
}

export const sampleContext: EvaluationContext = {
  now: new Date(Date.UTC(2026, 0, 2)),
  defaultDomain: 'fabrikam.example',
  isVerifiedDomain: (domain) => domain === 'fabrikam.example',
  random: () => 0.5,
  newGuid: () => '6c0c3f0e-9a2b-4f8e-8d3e-5a1f6f1c2b3d',
}
