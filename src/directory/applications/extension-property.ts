import type { JsonObject } from '../../std/json-object.ts'
import { invalidProperty, textsOf } from './invalid-property.ts'

const dataTypes: readonly string[] = ['Binary', 'Boolean', 'DateTime', 'Integer', 'LargeInteger', 'String']
const targetTypes: readonly string[] = ['User', 'Group', 'Application', 'Device', 'Organization', 'AdministrativeUnit']
const nameForm = /^[A-Za-z][A-Za-z0-9_]{0,63}$/

/** `extension_{appId without dashes}_{name}`: how the property is called on the objects that have it. */
export function extensionName(appId: string, name: string): string {
  return `extension_${appId.replaceAll('-', '')}_${name}`
}

/** Refuses with `invalidValue` a definition that no object could follow (graph-resources section 12). */
export function checkExtensionProperty({ name, dataType, targetObjects }: JsonObject): void {
  if (typeof name !== 'string' || !nameForm.test(name)) {
    const message = 'The name begins with a letter and has up to 64 letters, digits and underscores.'
    throw invalidProperty({ target: 'name', message })
  }
  if (typeof dataType !== 'string' || !dataTypes.includes(dataType)) {
    throw invalidProperty({ target: 'dataType', message: `The dataType is one of ${dataTypes.join(', ')}.` })
  }
  const targets = textsOf(targetObjects)
  if (targets.length > 0 && targets.every((target) => targetTypes.includes(target))) return
  const message = `The targetObjects name at least one of ${targetTypes.join(', ')}.`
  throw invalidProperty({ target: 'targetObjects', message })
}
