import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defineAttribute } from '../../model/define-attribute.ts'
import type { AttributeMapping, ObjectMapping, SynchronizationSchema } from '../../model/synchronization-schema.ts'
import { directoryTemplate } from '../templates/directory-template.ts'
import { checkSchema } from './check-schema.ts'

const template = directoryTemplate.schemaFor('job')

function edit(change: (mapping: ObjectMapping) => Partial<ObjectMapping>): SynchronizationSchema {
  return {
    ...template,
    synchronizationRules: template.synchronizationRules.map((rule) => ({
      ...rule,
      objectMappings: rule.objectMappings.map((mapping) => ({ ...mapping, ...change(mapping) })),
    })),
  }
}

function editMapping(target: string, changes: Partial<AttributeMapping>): SynchronizationSchema {
  return edit(({ attributeMappings }) => ({
    attributeMappings: attributeMappings.map((each) =>
      each.targetAttributeName === target ? { ...each, ...changes } : each,
    ),
  }))
}

const clause = (sourceOperandName: string, operatorName: string, ...values: string[]) => ({
  sourceOperandName,
  operatorName,
  targetOperand: { values },
})

function scopeProblems(...clauses: ReturnType<typeof clause>[]): string[] {
  const scope = { groups: [{ name: 'g', clauses }], inputFilterGroups: [], categoryFilterGroups: [] }
  return checkSchema(edit(() => ({ scope }))).problems.map(({ target }) =>
    String(target).replace(/^.*groups/, 'groups'),
  )
}

describe('checkSchema', () => {
  test('has nothing against the template, and one warning: mail is set once', () => {
    const { problems, warnings } = checkSchema(template)
    assert.deepEqual(problems, [])
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ['immutableFlowsAlways'],
    )
  })

  test('names each clause that cannot be decided, and only those', () => {
    assert.deepEqual(scopeProblems(clause('title', 'EQUALS', 'x'), clause('title', 'is_not_null')), [])
    assert.deepEqual(
      scopeProblems(
        clause('title', 'EQUALS'),
        clause('title', 'IS NULL'),
        clause('shoe', 'IS NULL'),
        clause('title', '~'),
      ),
      ['groups/0/clauses/0', 'groups/0/clauses/2', 'groups/0/clauses/3'],
    )
  })

  test('judges an expression by what the engine can compile', () => {
    const source = { type: 'Function', name: '', expression: 'Join("-", [title], [nobody])', parameters: [] } as const
    const [problem, ...others] = checkSchema(editMapping('city', { source })).problems
    assert.deepEqual(others, [])
    assert.match(problem?.message ?? '', /nobody/)
    assert.match(problem?.target ?? '', /\/source\/expression$/)
  })

  test('says one thing about one place', () => {
    const { problems } = checkSchema(
      edit(({ attributeMappings }) => ({ attributeMappings: [...attributeMappings, ...attributeMappings] })),
    )
    assert.equal(new Set(problems.map(({ target }) => target)).size, problems.length)
    assert.equal(problems.length, template.synchronizationRules[0]?.objectMappings[0]?.attributeMappings.length)
  })

  test('names every required attribute that nothing fills', () => {
    const { problems } = checkSchema(
      edit(({ attributeMappings }) => ({
        attributeMappings: attributeMappings.filter((each) => each.matchingPriority > 0),
      })),
    )
    const missing = problems.map(({ message }) => /without '(\w+)'/.exec(message)?.[1])
    assert.deepEqual(missing.toSorted(), ['accountEnabled', 'displayName', 'mailNickname', 'userPrincipalName'])
  })

  test('refuses priorities below zero and matching by a constant, a reference or a password', () => {
    const constant = { type: 'Constant', name: 'x', expression: '"x"', parameters: [] } as const
    for (const [target, changes] of [
      ['employeeId', { matchingPriority: -1 }],
      ['jobTitle', { matchingPriority: 1, source: constant }],
      ['manager', { matchingPriority: 1 }],
    ] as const) {
      const { problems } = checkSchema(editMapping(target, changes))
      assert.ok(
        problems.some((problem) => problem.target?.endsWith('/matchingPriority')),
        target,
      )
    }
  })

  test('refuses a constant that is longer than the attribute holds', () => {
    const source = { type: 'Constant', name: 'x'.repeat(65), expression: '', parameters: [] } as const
    assert.match(checkSchema(editMapping('department', { source })).problems[0]?.message ?? '', /at most 64 characters/)
  })

  test('warns of what stands twice and of mappings that are never run', () => {
    const [source] = template.directories
    const object = source?.objects[0]
    assert.ok(source !== undefined && object !== undefined)
    const attributes = [...object.attributes, defineAttribute('title', { anchor: true })]
    const schema = {
      ...edit(() => ({})),
      directories: [{ ...source, objects: [{ ...object, attributes }] }, ...template.directories.slice(1)],
    }
    const doubled = {
      ...schema,
      synchronizationRules: schema.synchronizationRules.map((rule) => ({
        ...rule,
        objectMappings: rule.objectMappings.flatMap((mapping) => [mapping, { ...mapping }]),
      })),
    }
    const { problems, warnings } = checkSchema(doubled)
    assert.deepEqual(problems, [])
    const codes = new Set(warnings.map(({ code }) => code))
    for (const code of ['declaredTwice', 'severalAnchors', 'notRun']) assert.ok(codes.has(code), code)
  })
})
