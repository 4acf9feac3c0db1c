import assert from 'node:assert/strict'
import type { TargetObject } from '../contracts/target.ts'
import type { EvaluationContext } from '../expression/evaluation.ts'
import type { AttributeValue } from '../model/attribute-value.ts'
import { defineAttribute } from '../model/define-attribute.ts'
import type {
  AttributeDefinition,
  AttributeMapping,
  ObjectMapping,
  SynchronizationSchema,
} from '../model/synchronization-schema.ts'
import type { JsonObject } from '../std/json-object.ts'
import { compileJob, type JobProgram } from './job-program.ts'
import type { SourceRecord } from './record.ts'
import { directoryTemplate } from './templates/directory-template.ts'

/** Small schemas and records for the tests of this room. */

export interface SampleSchemaOptions {
  readonly mappings: readonly AttributeMapping[]
  readonly objectMapping?: Partial<ObjectMapping>
  /** Declared beside, or in place of, those of the template. */
  readonly source?: readonly AttributeDefinition[]
  readonly target?: readonly AttributeDefinition[]
}

/** The shipped template with other mappings. */
export function sampleSchema({
  mappings,
  objectMapping,
  source = [],
  target = [],
}: SampleSchemaOptions): SynchronizationSchema {
  const template = directoryTemplate.schemaFor('job')
  const [rule] = template.synchronizationRules
  const [mapping] = rule?.objectMappings ?? []
  const [api, directory] = template.directories
  assert.ok(rule !== undefined && mapping !== undefined && api !== undefined && directory !== undefined)
  const declare = (definition: typeof api, added: readonly AttributeDefinition[]) => ({
    ...definition,
    objects: definition.objects.map((object) => ({
      ...object,
      attributes: [
        ...object.attributes.filter(({ name }) => !added.some((attribute) => attribute.name === name)),
        ...added,
      ],
    })),
  })
  return {
    ...template,
    synchronizationRules: [
      { ...rule, objectMappings: [{ ...mapping, attributeMappings: mappings, ...objectMapping }] },
    ],
    directories: [declare(api, source), declare(directory, target)],
  }
}

export function sampleProgram(options: SampleSchemaOptions): JobProgram {
  const { program, problems } = compileJob(sampleSchema(options), 1)
  assert.deepEqual(problems, [])
  assert.ok(program !== null)
  return program
}

/** A mapping with the defaults of the portal; null has no source. */
export function mapTo(target: string, source: string | null, extras: Partial<AttributeMapping> = {}): AttributeMapping {
  const isDirect = source !== null && /^\[[^\]]*\]$/.test(source)
  return {
    targetAttributeName: target,
    source:
      source === null
        ? null
        : {
            type: isDirect ? 'Attribute' : 'Function',
            name: isDirect ? source.slice(1, -1) : 'function',
            expression: source,
            parameters: [],
          },
    defaultValue: null,
    flowBehavior: 'FlowWhenChanged',
    flowType: 'Always',
    matchingPriority: 0,
    exportMissingReferences: false,
    flowNullValues: false,
    ...extras,
  }
}

/** The mapping that every sample matches by. */
export const matchById = mapTo('employeeId', '[externalId]', { matchingPriority: 1 })

export function sampleAttribute(name: string, extras: Partial<AttributeDefinition> = {}): AttributeDefinition {
  return defineAttribute(name, extras)
}

export function sampleRecord(data: JsonObject, operationIndex = 0, uploadSequence = 1): SourceRecord {
  return {
    origin: {
      uploadSequence,
      uploadId: `upload-${uploadSequence}`,
      requestId: 'request',
      operationIndex,
      bulkId: String(operationIndex),
    },
    cause: 'upload',
    presence: 'present',
    anchor: String(data.externalId ?? ''),
    displayName: null,
    userName: null,
    active: null,
    data,
  }
}

export function sampleObject(values: Readonly<Record<string, AttributeValue>>, id = 'object'): TargetObject {
  return { id, displayName: id, value: (attribute) => values[attribute] ?? null }
}

export const sampleContext: EvaluationContext = {
  now: new Date('2026-01-05T08:00:00Z'),
  defaultDomain: 'fabrikam.example',
  isVerifiedDomain: (domain) => domain === 'fabrikam.example',
  random: () => 0.5,
  newGuid: () => '0199a0de-0000-7000-8000-000000000001',
}
