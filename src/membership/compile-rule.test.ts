import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { compileRule } from './compile-rule.ts'
import { parseRule } from './parser.ts'
import type { Subject } from './properties.ts'
import { type Rule, ruleCharsMax, ruleDepthMax } from './rule.ts'
import { RuleError } from './rule-error.ts'

const guid = '11111111-1111-4111-8111-111111111111'
const ann: Subject = {
  id: '0f0e0d0c-0000-4000-8000-000000000001',
  managerId: guid,
  properties: {
    userPrincipalName: 'ann@fabrikam.example',
    displayName: 'Ann Lee',
    department: 'Sales',
    jobTitle: 'Account "lead"',
    accountEnabled: true,
    businessPhones: ['+49 1'],
    mobilePhone: '+49 2',
    officeLocation: 'B1',
    otherMails: ['ann@home.example'],
    proxyAddresses: ['SMTP:ann@fabrikam.example', 'smtp:lee@contoso.example'],
    onPremisesExtensionAttributes: { extensionAttribute3: 'Gold' },
    extension_0123456789abcdef0123456789abcdef_costCenter: '42',
    assignedPlans: [
      { servicePlanId: 'p1', capabilityStatus: 'Enabled', service: 'exchange' },
      { servicePlanId: 'p2', capabilityStatus: 'Deleted', service: 'teams' },
    ],
  },
}

const holding = [
  'user.department -eq "sales"',
  "user.department -eq 'Sales'",
  'user.department eq "Sales"',
  'USER.Department -EQ "Sales"',
  'user.department -ne "Marketing"',
  'user.city -ne "Berlin"',
  'user.department -startsWith "SA"',
  'user.department -notStartsWith "Ma"',
  'user.userPrincipalName -endsWith "@fabrikam.example"',
  'user.displayName -contains "nn l"',
  'user.displayName -notContains "Bob"',
  'user.displayName -match "^ann\\s.+e$"',
  'user.displayName -notMatch "^Lee"',
  'user.department -in ["Marketing", "Sales"]',
  "user.department -notIn ['Marketing','Support']",
  'user.city -eq null',
  'user.city -eq $null',
  'user.city -notIn ["Berlin"]',
  'user.department -ne null',
  'user.objectId -ne null',
  `user.objectId -eq "${ann.id}"`,
  'user.accountEnabled -eq true',
  'user.accountEnabled -ne false',
  'user.accountEnabled -eq "true"',
  'user.dirSyncEnabled -eq null',
  'user.dirSyncEnabled -ne true',
  'user.extensionAttribute3 -eq "gold"',
  'user.extensionAttribute4 -eq null',
  'user.extension_0123456789abcdef0123456789abcdef_costcenter -eq "42"',
  'user.telephoneNumber -eq "+49 1"',
  'user.mobile -startsWith "+49"',
  'user.physicalDeliveryOfficeName -eq "B1"',
  'user.jobTitle -eq "Account `"lead`""',
  'user.otherMails -contains "home"',
  'user.otherMails -ne null',
  'user.proxyAddresses -any (_ -contains "contoso")',
  'user.proxyAddresses -all (_ -startsWith "smtp:")',
  '-not (user.proxyAddresses -any (_ -eq "x"))',
  'user.assignedPlans -any (assignedPlan.servicePlanId -eq "p1" -and assignedPlan.capabilityStatus -eq "Enabled")',
  'user.assignedPlans -all (assignedPlan.service -ne null)',
  'user.department -eq "x" -or user.department -eq "Sales" -and user.accountEnabled -eq true',
  '-not (user.department -eq "x") -and -not user.department -eq "y"',
  '(user.department -eq "Sales")',
  `Direct Reports for "${guid.toUpperCase()}"`,
]

const failing = [
  'user.department -eq "x"',
  'user.city -eq "Berlin"',
  'user.city -contains ""',
  'user.city -match ".*"',
  'user.department -eq "Sales" -and user.city -eq "Berlin"',
  '(user.department -eq "Sales" -or user.city -eq "x") -and user.accountEnabled -eq false',
  '-not user.department -eq "Sales"',
  'user.assignedPlans -any (assignedPlan.servicePlanId -eq "p1" -and assignedPlan.capabilityStatus -eq "Deleted")',
  'user.proxyAddresses -all (_ -contains "contoso")',
  'Direct Reports for "22222222-2222-4222-8222-222222222222"',
]

describe('a membership rule', () => {
  for (const rule of holding) test(`fulfilled: ${rule}`, () => assert.equal(compileRule(rule)(ann), true))
  for (const rule of failing) test(`not fulfilled: ${rule}`, () => assert.equal(compileRule(rule)(ann), false))

  const nested = (depth: number) => `${'('.repeat(depth)}user.city -eq null${')'.repeat(depth)}`
  const refused: readonly (readonly [rule: string, offset: number])[] = [
    ['', 0],
    ['   ', 3],
    ['user.department', 15],
    ['user.department -eq', 19],
    ['user.department -like "x"', 16],
    ['user.department -eq Sales', 20],
    ['user.department -eq "Sales', 20],
    ['user.nothing -eq "x"', 0],
    ['department -eq "x"', 0],
    ['device.deviceOwnership -eq "Company"', 0],
    ['user.memberOf -any (group.objectId -in ["x"])', 0],
    ['user.department -eq "x" user.city -eq "y"', 24],
    ['(user.department -eq "x"', 24],
    ['user.department -eq "x")', 23],
    ['user.department -in "x"', 20],
    ['user.department -in []', 21],
    ['user.department -in ["a",]', 25],
    ['user.department -startsWith null', 28],
    ['user.accountEnabled -eq "maybe"', 24],
    ['user.accountEnabled -contains true', 20],
    ['user.department -any (_ -eq "x")', 0],
    ['user.assignedPlans -eq "x"', 0],
    ['user.assignedPlans -any (_ -eq "x")', 25],
    ['user.otherMails -any (user.city -eq "x")', 22],
    ['user.displayName -match "(?<=x)y"', 0],
    ['user.displayName -match "("', 0],
    ['user.department -eq "x" # comment', 24],
    ['Direct Reports for x', 19],
    [nested(ruleDepthMax + 1), ruleDepthMax],
    [`user.city -eq "${'x'.repeat(ruleCharsMax)}"`, ruleCharsMax],
  ]
  for (const [rule, offset] of refused) {
    test(`refused: ${rule.slice(0, 60)}`, () => {
      assert.throws(
        () => compileRule(rule),
        (error: unknown) =>
          error instanceof RuleError && error.offset === offset && error.message.includes(`${offset})`),
      )
    })
  }

  test('is nested as deep as is allowed', () => {
    assert.equal(compileRule(nested(ruleDepthMax))(ann), true)
  })

  test('reads any printed rule as the same tree', () => {
    fc.assert(
      fc.property(rules, (rule) =>
        assert.equal(JSON.stringify(withoutOffsets(parseRule(print(rule)))), JSON.stringify(withoutOffsets(rule))),
      ),
    )
  })

  test('answers the opposite with -not, whatever the rule', () => {
    fc.assert(
      fc.property(rules, (rule) => {
        const text = print(rule)
        assert.equal(compileRule(`-not (${text})`)(ann), !compileRule(text)(ann))
      }),
    )
  })

  test('any text is a rule or a RuleError', () => {
    const pieces = fc.constantFrom(
      'user.',
      'department',
      '-eq',
      '"x"',
      '(',
      ')',
      '-and',
      '-not',
      '[',
      ',',
      'null',
      '`',
      '\\',
    )
    const texts = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 20 }).map((parts) => parts.join(' ')),
    )
    fc.assert(
      fc.property(texts, (text) => {
        try {
          compileRule(text)
        } catch (error) {
          assert.ok(error instanceof RuleError, String(error))
          assert.ok(error.offset >= 0 && error.offset <= text.length)
        }
      }),
    )
  })
})

const comparisons: fc.Arbitrary<Rule> = fc.record({
  kind: fc.constant('compare' as const),
  operand: fc.record({ name: fc.constantFrom('department', 'city', 'displayName'), offset: fc.constant(0) }),
  operator: fc.record({
    name: fc.constantFrom('eq' as const, 'startsWith' as const, 'endsWith' as const, 'contains' as const),
    isNegated: fc.boolean(),
  }),
  value: fc.string({ maxLength: 8 }),
})
const lists: fc.Arbitrary<Rule> = fc.record({
  kind: fc.constant('compare' as const),
  operand: fc.record({ name: fc.constant('department'), offset: fc.constant(0) }),
  operator: fc.record({ name: fc.constant('in' as const), isNegated: fc.boolean() }),
  value: fc.array(fc.string({ maxLength: 8 }), { minLength: 1, maxLength: 3 }),
})
const { rules } = fc.letrec<{ rules: Rule }>((tie) => ({
  rules: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'rules' },
    comparisons,
    lists,
    fc.record({ kind: fc.constant('not' as const), rule: tie('rules') }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      rules: fc.array(tie('rules'), { minLength: 2, maxLength: 3 }),
    }),
  ),
}))

function print(rule: Rule): string {
  switch (rule.kind) {
    case 'and':
    case 'or':
      return rule.rules.map((each) => `(${print(each)})`).join(` -${rule.kind} `)
    case 'not':
      return `-not (${print(rule.rule)})`
    case 'compare': {
      const { name, isNegated } = rule.operator
      const positive = name === 'eq' && isNegated ? 'ne' : name
      const operator = isNegated && name !== 'eq' ? `not${name.charAt(0).toUpperCase()}${name.slice(1)}` : positive
      const value = Array.isArray(rule.value) ? `[${rule.value.map(quote).join(',')}]` : quote(String(rule.value))
      return `user.${rule.operand.name} -${operator} ${value}`
    }
    default:
      throw new Error('not made here')
  }
}

const quote = (text: string) => `"${text.replaceAll(/["`]/g, (character) => `\`${character}`)}"`

function withoutOffsets(rule: Rule): Rule {
  switch (rule.kind) {
    case 'and':
    case 'or':
      return { kind: rule.kind, rules: rule.rules.map(withoutOffsets) }
    case 'not':
      return { kind: 'not', rule: withoutOffsets(rule.rule) }
    case 'compare': {
      const { operand, operator, value } = rule
      const { name, isNegated } = operator
      return { kind: 'compare', operand: { name: operand.name, offset: 0 }, operator: { name, isNegated }, value }
    }
    default:
      return rule
  }
}
