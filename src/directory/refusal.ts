/** Why the directory refuses a value, in the words of the provisioning log. */
export interface Refusal {
  readonly code: string
  readonly reason: string
  /** `attribute: value`; redaction relies on that form. */
  readonly additionalDetails: string | null
  readonly recommendedAction: string | null
}

/** Characters of an offending value that a log entry shows. */
const shownCharactersMax = 256

export function nameOffender(attribute: string, value: string): string {
  return `${attribute}: ${value.slice(0, shownCharactersMax)}`
}
