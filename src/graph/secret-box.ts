/** Keeps values so that whoever reads the database cannot read them. */
export interface SecretBox {
  seal(text: string): string
  /** Undefined for what was not sealed with this installation's key. */
  open(sealed: string): string | undefined
}
