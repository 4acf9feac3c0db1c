import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CommandContext, CommandRegistration } from './command.ts'
import { CommandError } from './command-error.ts'
import { addConnectionOptions } from './connection-options.ts'
import type { ConnectionFlags } from './connection-settings.ts'
import { countOf } from './count-text.ts'
import { printDeclaration } from './declaration/print-declaration.ts'
import { readApplications } from './declaration/read-tenant.ts'
import { declarationFile, withTenant } from './declaration/session.ts'
import type { TenantClient } from './declaration/tenant-client.ts'

interface ExportFlags extends ConnectionFlags {
  readonly file: string
  readonly force?: true
}

export const registerExport: CommandRegistration = (program, context) => {
  const command = program
    .command('export')
    .summary(`write the tenant's applications, grants and jobs as ${declarationFile}`)
    .description(
      `Writes ${declarationFile} and a file for each job's schema beside it. Secrets are not in it. Applying the export at once changes nothing; applied to another tenant, it makes the same there.`,
    )
    .option('--file <file>', 'where to write', declarationFile)
    .option('--force', 'overwrite files that are there')
  addConnectionOptions(command).action((flags: ExportFlags) =>
    withTenant(flags, context, (tenant) => exportTenant(tenant, flags, context)),
  )
}

async function exportTenant(tenant: TenantClient, { file, force }: ExportFlags, { terminal }: CommandContext) {
  const applications = await readApplications(tenant)
  const { yaml, schemas } = printDeclaration(applications)
  const files = [
    [file, yaml] as const,
    ...[...schemas].map(([name, schema]) => [join(dirname(file), name), print(schema)] as const),
  ]
  const present = files.filter(([path]) => existsSync(path)).map(([path]) => path)
  if (present.length > 0 && force !== true) {
    throw new CommandError('usage', `There is already ${present.join(', ')}.`, 'Use another --file, or --force.')
  }
  for (const [path, text] of files) await writeFile(path, text)
  const what = countOf(applications.length, 'application', 'applications')
  terminal.err.write(
    `${what} written to ${file}${schemas.size === 0 ? '' : `, schemas to ${[...schemas.keys()].join(', ')}`}.\n`,
  )
}

function print(schema: unknown): string {
  return `${JSON.stringify(schema, null, 2)}\n`
}
