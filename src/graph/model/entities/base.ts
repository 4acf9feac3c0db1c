import type { EntityDefinition } from '../definition.ts'

export const entity: EntityDefinition = {
  kind: 'entity',
  name: 'entity',
  isAbstract: true,
  properties: [{ name: 'id', type: 'Edm.String', nullable: false, write: 'never' }],
  navigation: [],
}

export const directoryObject: EntityDefinition = {
  kind: 'entity',
  name: 'directoryObject',
  base: 'entity',
  isOpen: true,
  tracksChanges: true,
  properties: [{ name: 'deletedDateTime', type: 'Edm.DateTimeOffset' }],
  navigation: [],
}
