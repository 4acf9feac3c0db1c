import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { findUserAttribute, userAttributes } from '../model/user-attributes.ts'
import { propertyPathOf } from './property-path.ts'

function pathOf(name: string) {
  const attribute = findUserAttribute(name)
  assert.ok(attribute !== undefined, name)
  return propertyPathOf(attribute)
}

describe('the path of a user attribute', () => {
  test('reads back what it has written, for every attribute', () => {
    for (const attribute of userAttributes) {
      const path = propertyPathOf(attribute)
      const properties: Record<string, unknown> = {}
      assert.equal(path.read(properties), null)
      const value = attribute.multivalued ? ['a', 'b'] : 'a'
      path.write(properties, value)
      assert.deepEqual(path.read(properties), value, attribute.name)
      path.write(properties, null)
      assert.equal(path.read(properties), null, attribute.name)
    }
  })

  test('writes members and single elements in the shape that Graph shows', () => {
    const properties: Record<string, unknown> = {}
    pathOf('telephoneNumber').write(properties, '1')
    pathOf('mobile').write(properties, '2')
    pathOf('employeeOrgData.division').write(properties, 'North')
    pathOf('employeeOrgData.costCenter').write(properties, 'K1')
    pathOf('extensionAttribute7').write(properties, 'x')
    assert.deepEqual(properties, {
      businessPhones: ['1'],
      mobilePhone: '2',
      employeeOrgData: { division: 'North', costCenter: 'K1' },
      onPremisesExtensionAttributes: { extensionAttribute7: 'x' },
    })
  })

  test('leaves the complex value alone that the record shares with its earlier version', () => {
    const earlier = { employeeOrgData: { division: 'North' } }
    const properties: Record<string, unknown> = { ...earlier }
    pathOf('employeeOrgData.division').write(properties, 'South')
    assert.deepEqual(earlier, { employeeOrgData: { division: 'North' } })
    assert.deepEqual(properties, { employeeOrgData: { division: 'South' } })
  })

  test('reads no value out of what has another shape', () => {
    assert.equal(pathOf('telephoneNumber').read({ businessPhones: 'x' }), null)
    assert.equal(pathOf('telephoneNumber').read({ businessPhones: [] }), null)
    assert.equal(pathOf('employeeOrgData.division').read({ employeeOrgData: 'x' }), null)
    assert.equal(pathOf('jobTitle').read({ jobTitle: { a: 1 } }), null)
  })

  test('writes custom security attributes below their set, and takes away what becomes empty', () => {
    const earlier = { customSecurityAttributes: { Badge: { Level: '3' } } }
    const properties: Record<string, unknown> = { ...earlier }
    pathOf('CustomSecurityAttributes.Badge_Zone').write(properties, 'North')
    pathOf('CustomSecurityAttributes.Site_Room').write(properties, '12')
    assert.deepEqual(properties.customSecurityAttributes, {
      Badge: { Level: '3', Zone: 'North' },
      Site: { Room: '12' },
    })
    assert.equal(pathOf('CustomSecurityAttributes.Badge_Level').read(properties), '3')
    pathOf('CustomSecurityAttributes.Site_Room').write(properties, null)
    pathOf('CustomSecurityAttributes.Badge_Zone').write(properties, null)
    assert.deepEqual(properties, earlier)
    assert.deepEqual(earlier, { customSecurityAttributes: { Badge: { Level: '3' } } })
    for (const name of [
      'CustomSecurityAttributes.Badge',
      'CustomSecurityAttributes.A_B_C',
      'CustomSecurityAttributes.A_',
    ])
      assert.equal(findUserAttribute(name), undefined, name)
  })

  test('knows directory extensions by the form of their name', () => {
    const name = `extension_${'0a'.repeat(16)}_badge`
    const properties: Record<string, unknown> = {}
    pathOf(name).write(properties, 'B1')
    assert.deepEqual(properties, { [name]: 'B1' })
    assert.equal(findUserAttribute('extension_x_badge'), undefined)
  })
})
