/** Replaced by the odata room. */
export type CheckedFilter = { readonly kind: string }
