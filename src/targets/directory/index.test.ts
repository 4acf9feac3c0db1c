import { randomUUID } from 'node:crypto'
import { createSampleTenant } from '../../contracts/sample-data.conformance.ts'
import { targetConformance } from '../../contracts/target.conformance.ts'
import { openSqliteStore } from '../../store/sqlite/open.ts'
import { createProvisioningStore } from '../../store/sqlite/provisioning-store.ts'
import { temporaryFiles } from '../../store/sqlite/temporary-directory.conformance.ts'
import { createDirectoryTarget } from './index.ts'

const newFile = temporaryFiles()

targetConformance({
  async run(work) {
    const store = await openSqliteStore({ file: newFile(), createProvisioning: createProvisioningStore })
    try {
      const { provisioning } = await createSampleTenant(store)
      await provisioning.transaction(({ users, passwords }) =>
        work(
          createDirectoryTarget({
            users,
            passwords,
            clock: { now: () => Date.parse('2026-01-05T08:00:00Z') },
            isVerifiedDomain: (domain) => domain.toLowerCase() === 'fabrikam.example',
          }),
        ),
      )
    } finally {
      await store.close()
    }
  },
  required: (number) => [
    { attribute: 'userPrincipalName', value: `person.${number}@fabrikam.example` },
    { attribute: 'displayName', value: `Person ${number}` },
    { attribute: 'mailNickname', value: `person.${number}` },
    { attribute: 'accountEnabled', value: true },
  ],
  plain: 'jobTitle',
  findable: [
    { attribute: 'employeeId', value: 'E-77 Ø' },
    { attribute: 'userPrincipalName', value: 'Found@fabrikam.example' },
    { attribute: 'mail', value: 'Found@contoso.example' },
    { attribute: 'jobTitle', value: 'Only one' },
    { attribute: 'telephoneNumber', value: '+49 30 77 ext. a' },
    { attribute: 'employeeOrgData.costCenter', value: 'K77' },
    { attribute: 'extensionAttribute3', value: 'Badge 77' },
    { attribute: `extension_${randomUUID().replaceAll('-', '')}_badge`, value: 'B77' },
  ],
  refused: { attribute: 'employeeId', value: 'x'.repeat(17) },
  reference: 'manager',
})
