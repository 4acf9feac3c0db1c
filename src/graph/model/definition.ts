import type { FilterOperator } from '../../odata/filterable.ts'

export type GraphVersion = 'v1.0' | 'beta'

/** Who may set a property, and when. */
export type Write =
  /** By POST only; afterwards it stays. */
  | 'create'
  /** By nobody: the service fills it in. */
  | 'never'
  /** By an action of its own such as `addPassword`. */
  | 'action'
  /** By POST and PATCH, under rules of its own: other permissions, or only some values. */
  | 'restricted'

/** A value: of an entity, of a complex value, or a parameter of an operation. */
export interface ValueDefinition {
  readonly name: string
  /** `Edm.String`, or the name of a complex type or an enumeration: `appRole`. */
  readonly type: string
  readonly collection?: true
  /** Left out: null is allowed. Collections are never null. */
  readonly nullable?: false
}

/** What the reference says of a property; the facts that validation, queries and `$metadata` are derived from. */
export interface PropertyDefinition extends ValueDefinition, QueryAbilities {
  /** Left out: settable by POST and PATCH. */
  readonly write?: Write
  /** A POST without it is refused. */
  readonly required?: true
  /** Left out: both. */
  readonly versions?: readonly GraphVersion[]
  readonly orderby?: 'basic' | 'advanced'
  /** Usable in `$search`. */
  readonly search?: true
  /** What it takes to be sent. Left out: always; `beta`: there always, in v1.0 by `$select`; `select`: only by `$select`. */
  readonly returned?: 'beta' | 'select'
  /** UTF-16 units of the text, or of each text of a collection. */
  readonly lengthMax?: number
  readonly itemsMax?: number
  /** Not Graph's but this service's own. */
  readonly isOurs?: true
}

/** What `$filter` may do. */
export interface QueryAbilities {
  /** Left out: it cannot be filtered by. */
  readonly filter?: readonly FilterOperator[]
  /** The operators that work without the advanced mode (graph-conventions section 6). */
  readonly basic?: readonly FilterOperator[]
  /** Letter case of values counts. */
  readonly caseExact?: true
}

/** What `$filter` may do with a member of a complex value, of an element, or of what a link leads to: `web/homePageUrl`. */
export interface FilterPath extends QueryAbilities {
  readonly path: string
  readonly filter: readonly FilterOperator[]
}

/** A link to other entities. */
export interface NavigationDefinition {
  readonly name: string
  /** Name of the entity at the other end. */
  readonly target: string
  readonly collection?: true
  /** What it leads to exists only below this entity. */
  readonly contained?: true
  readonly expandable?: true
  readonly versions?: readonly GraphVersion[]
  /** How `/$count` of it can be compared. Paths through it stand among the `paths` of the entity. */
  readonly filter?: readonly FilterOperator[]
}

export interface EntityDefinition {
  readonly kind: 'entity'
  readonly name: string
  /** The entity whose properties this one has too. */
  readonly base?: string
  readonly isAbstract?: true
  /** Properties beyond the declared ones exist: directory extensions. */
  readonly isOpen?: true
  readonly hasStream?: true
  /** Delta queries are answered. */
  readonly tracksChanges?: true
  /** Properties that can stand in for the id in a path: `applications(appId='…')`. */
  readonly alternateKeys?: readonly string[]
  readonly versions?: readonly GraphVersion[]
  /** A property of the base that is listed again has here what is said here. */
  readonly properties: readonly PropertyDefinition[]
  readonly navigation: readonly NavigationDefinition[]
  readonly paths?: readonly FilterPath[]
}

export interface ComplexDefinition {
  readonly kind: 'complex'
  readonly name: string
  readonly base?: string
  readonly isAbstract?: true
  readonly isOpen?: true
  readonly versions?: readonly GraphVersion[]
  readonly properties: readonly PropertyDefinition[]
  readonly navigation?: readonly NavigationDefinition[]
}

export interface EnumDefinition {
  readonly kind: 'enum'
  readonly name: string
  /** Several members at once, separated by commas. */
  readonly isFlags?: true
  readonly versions?: readonly GraphVersion[]
  /** Numbers by member. */
  readonly members: Readonly<Record<string, number>>
}

export type TypeDefinition = EntityDefinition | ComplexDefinition | EnumDefinition

export interface OperationDefinition {
  /** Actions are called by POST, functions by GET. */
  readonly kind: 'action' | 'function'
  readonly name: string
  /** Entity or complex type. */
  readonly boundTo: string
  /** Bound to a set of them: `/users/delta`. */
  readonly isBoundToCollection?: true
  readonly parameters: readonly ValueDefinition[]
  /** Left out: it answers nothing. */
  readonly returns?: Pick<ValueDefinition, 'type' | 'collection'>
  readonly versions?: readonly GraphVersion[]
}

/** An entry of the service document. */
export interface EntitySetDefinition {
  readonly kind: 'entitySet' | 'singleton'
  readonly name: string
  readonly type: string
}
