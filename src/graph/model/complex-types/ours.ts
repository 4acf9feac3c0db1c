import type { ComplexDefinition } from '../definition.ts'

/** Where an entry of the provisioning log came from. */
export const provisioningUpload: ComplexDefinition = {
  kind: 'complex',
  name: 'provisioningUpload',
  properties: [
    { name: 'uploadId', type: 'Edm.String' },
    { name: 'requestId', type: 'Edm.String' },
    { name: 'bulkId', type: 'Edm.String' },
    { name: 'operationIndex', type: 'Edm.Int32' },
  ],
}

/** How a job treats records, as its owner set it. */
export const synchronizationJobOptions: ComplexDefinition = {
  kind: 'complex',
  name: 'synchronizationJobOptions',
  isOpen: true,
  properties: [
    { name: 'skipMappingWhenAllInputsAbsent', type: 'Edm.Boolean', nullable: false },
    { name: 'evaluate', type: 'Edm.String', nullable: false },
    { name: 'absentPeople', type: 'Edm.String', nullable: false },
    { name: 'deletesPercentMax', type: 'Edm.Int32' },
  ],
}

/** People who wait: for another try, and for an administrator. */
export const synchronizationJobWaiting: ComplexDefinition = {
  kind: 'complex',
  name: 'synchronizationJobWaiting',
  properties: [
    { name: 'escrowed', type: 'Edm.Int32', nullable: false },
    { name: 'staged', type: 'Edm.Int32', nullable: false },
  ],
}
