/** Who changed a schema and what, for the history of its versions. */
export const schemaAuthors = {
  name: '0003-schema-authors',
  statements: [
    // JSON of a `SchemaAuthor`.
    'ALTER TABLE schema_versions ADD COLUMN changed_by TEXT',
    'ALTER TABLE schema_versions ADD COLUMN summary TEXT',
  ],
} as const
