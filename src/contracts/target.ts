import type { AttributeValue } from '../model/attribute-value.ts'

/** A kind of place that people are written to. The engine knows nothing else of it. */
export interface Target {
  readonly capabilities: TargetCapabilities
  /** For each lookup the objects whose attribute equals the value, letter case ignored; two are enough to know that it is ambiguous. */
  find(lookups: readonly Lookup[]): Promise<readonly (readonly TargetObject[])[]>
  /** One answer per id, in order; undefined when the object is gone. */
  read(ids: readonly string[]): Promise<readonly (TargetObject | undefined)[]>
  /** Applies each operation by itself: one that is refused does not touch the others. Applying an update twice does no harm. */
  apply(operations: readonly TargetOperation[]): Promise<readonly TargetOutcome[]>
}

export interface TargetCapabilities {
  /** Name shown in logs, e.g. `Microsoft Entra ID`. */
  readonly systemName: string
  /** Objects can be disabled instead of deleted. */
  readonly disables: boolean
  /** Attributes of which no two objects have the same value: writing a taken one is refused. */
  readonly uniqueAttributes: readonly string[]
}

export interface Lookup {
  readonly attribute: string
  readonly value: string
}

export interface TargetObject {
  readonly id: string
  readonly displayName: string | null
  /** The attribute's value by its mapping name; null when it has none. References are object ids. */
  value(attribute: string): AttributeValue
}

export interface AttributeChange {
  readonly attribute: string
  readonly value: AttributeValue
}

export type TargetOperation =
  | { readonly kind: 'create'; readonly changes: readonly AttributeChange[] }
  | { readonly kind: 'update'; readonly object: TargetObject; readonly changes: readonly AttributeChange[] }
  /** The outcome's object is the one that was deleted. */
  | { readonly kind: 'delete'; readonly object: TargetObject }

/** `code` is one of the provisioning log's error codes (provisioning-logs: "Error codes"). */
export type TargetOutcome =
  | { readonly kind: 'applied'; readonly object: TargetObject }
  | {
      readonly kind: 'refused'
      readonly code: string
      readonly reason: string
      readonly additionalDetails: string | null
      readonly recommendedAction: string | null
    }
