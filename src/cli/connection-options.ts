import type { Command } from 'commander'
import { defaultDataFolder, profileFileName } from './connection-settings.ts'

/** Adds the options that say which server to speak to; the action receives them as `ConnectionFlags`. */
export function addConnectionOptions(command: Command): Command {
  return command
    .optionsGroup('Connection (flags win over ENTRAIN_… variables, these over the profile):')
    .option(
      '--data <folder>',
      `folder of the installation, holds ${profileFileName} (ENTRAIN_DATA, default: ${defaultDataFolder})`,
    )
    .option('--profile <file>', 'another profile than the one in the data folder')
    .option('--port <n>', 'port of the server on this machine, when it is not the one in the profile')
    .option('--graph-url <url>', 'address of the Graph API (ENTRAIN_GRAPH_URL)')
    .option('--authority <url>', 'address of the token service (ENTRAIN_AUTHORITY, default: as --graph-url)')
    .option('--tenant <id>', 'tenant id or domain (ENTRAIN_TENANT_ID)')
    .option('--client-id <id>', 'application (client) id (ENTRAIN_CLIENT_ID)')
    .option('--client-secret-file <file>', 'file that holds the client secret (or ENTRAIN_CLIENT_SECRET)')
    .option('--ca-file <file>', 'certificate (PEM) to trust in addition (ENTRAIN_CA_FILE)')
    .option('--service-principal <id>', 'object id of the provisioning application (ENTRAIN_SERVICE_PRINCIPAL_ID)')
    .option('--job <id>', 'job id (ENTRAIN_JOB_ID, default: its only API-driven job)')
}
