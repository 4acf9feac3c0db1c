import type { EntityDefinition } from '../definition.ts'

export const directory: EntityDefinition = {
  kind: 'entity',
  name: 'directory',
  base: 'entity',
  properties: [{ name: 'id', type: 'Edm.String', nullable: false, write: 'never' }],
  navigation: [
    { name: 'administrativeUnits', target: 'administrativeUnit', collection: true, contained: true },
    { name: 'attributeSets', target: 'attributeSet', collection: true, contained: true },
    {
      name: 'customSecurityAttributeDefinitions',
      target: 'customSecurityAttributeDefinition',
      collection: true,
      contained: true,
    },
    { name: 'deletedItems', target: 'directoryObject', collection: true, contained: true },
  ],
}

export const attributeSet: EntityDefinition = {
  kind: 'entity',
  name: 'attributeSet',
  base: 'entity',
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'create', required: true, lengthMax: 32 },
    { name: 'description', type: 'Edm.String', lengthMax: 128 },
    { name: 'maxAttributesPerSet', type: 'Edm.Int32' },
  ],
  navigation: [],
}

export const customSecurityAttributeDefinition: EntityDefinition = {
  kind: 'entity',
  name: 'customSecurityAttributeDefinition',
  base: 'entity',
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never' },
    { name: 'attributeSet', type: 'Edm.String', nullable: false, write: 'create', required: true },
    { name: 'description', type: 'Edm.String' },
    { name: 'isCollection', type: 'Edm.Boolean', nullable: false, write: 'create', required: true },
    { name: 'isSearchable', type: 'Edm.Boolean', write: 'create', required: true },
    { name: 'name', type: 'Edm.String', nullable: false, write: 'create', required: true },
    { name: 'status', type: 'Edm.String', nullable: false, required: true },
    { name: 'type', type: 'Edm.String', nullable: false, write: 'create', required: true },
    { name: 'usePreDefinedValuesOnly', type: 'Edm.Boolean', required: true },
  ],
  navigation: [{ name: 'allowedValues', target: 'allowedValue', collection: true, contained: true }],
}

export const allowedValue: EntityDefinition = {
  kind: 'entity',
  name: 'allowedValue',
  base: 'entity',
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'create', required: true },
    { name: 'isActive', type: 'Edm.Boolean', required: true },
  ],
  navigation: [],
}
