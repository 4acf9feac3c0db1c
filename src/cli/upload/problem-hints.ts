/** What the sender of a file can do, by a part of the code or of the reason. The first that fits counts. */
const hints: readonly (readonly [part: string, hint: string])[] = [
  ['Source identifier of an entry cannot be empty', 'Fill the column that is mapped to externalId.'],
  [
    'InvalidUserPrincipalName',
    "Change the user name: letters, digits and . - _ ' ! # ^ ~ before the @, no spaces or accents.",
  ],
  ['MandatoryFieldsMissing', 'Fill the column behind the attribute that is named, or map another column to it.'],
  ['MissingValues', 'Fill the column behind the attribute that is named, or map another column to it.'],
  [
    'UnableToResolveReferenceAttributeValue',
    'Nothing to do if the manager follows: the reference heals when that person is uploaded.',
  ],
  ['DuplicateTargetEntries', 'Several accounts match this person: make the matching value unique in the directory.'],
  ['DuplicateSourceEntries', 'Several people have the same matching value: make it unique in the source.'],
  ['ConstraintViolation', 'The value is too long or has a form that the target does not take.'],
  ['Conflict', 'Another account has this value already: give one of the two another user name or address.'],
  ['InvalidDomain', 'Use a domain that is verified in the tenant.'],
  ['EntrySynchronizationSkipped', "The person is outside the job's scope: look at its scoping filters."],
  ['NotEffectivelyEntitled', "The person is outside the job's scope: look at its scoping filters."],
  ['SchemaAttributeNotFound', 'The mapping names an attribute that the target lacks: correct the mapping.'],
]

export function findHint(code: string, reason: string): string | null {
  return hints.find(([part]) => code.includes(part) || reason.includes(part))?.[1] ?? null
}
