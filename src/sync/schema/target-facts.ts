import { findUserAttribute, type UserAttribute, userAttributes } from '../../model/user-attributes.ts'

/** What a target can do, whatever a schema says about it. */
export interface TargetFacts {
  /** An attribute that the target really has. */
  findAttribute(name: string): Pick<UserAttribute, 'name' | 'mutability' | 'multivalued' | 'lengthMax'> | undefined
  /** Attributes without which no object can be created. */
  readonly requiredAttributes: readonly string[]
  /** Attributes by which objects are found without reading all of them. */
  readonly indexedAttributes: ReadonlySet<string>
}

/** The embedded directory. */
export const embeddedDirectory: TargetFacts = {
  findAttribute: findUserAttribute,
  requiredAttributes: userAttributes.filter(({ required }) => required).map(({ name }) => name),
  indexedAttributes: new Set(['objectId', 'employeeId', 'userPrincipalName', 'mail']),
}
