import type { Command } from 'commander'
import { addCertificate } from './app/certificate.ts'
import { type AppFlags, type AppSession, withApps } from './app/session.ts'
import { addSecret, createApp, grant, listApps, owner, showApp } from './app/work.ts'
import type { CommandContext, CommandRegistration } from './command.ts'
import { addConnectionOptions } from './connection-options.ts'

const examples = `
Examples:
  entrain app create "HR connector"                    an application and its service principal
  entrain app grant "HR connector" SynchronizationData-User.Upload.OwnedBy
  entrain app owner "API-driven provisioning to Microsoft Entra ID" "HR connector"
  entrain app secret "HR connector"                    shown once
  entrain app cert "HR connector" connector.pem
  entrain app list

An application is named by its uniqueName, its display name, its appId or its object id.`

export const registerApp: CommandRegistration = (program, context) => {
  const app = program
    .command('app')
    .summary('register applications, grant them permissions, give them secrets, certificates and owners')
    .description('Works on the applications of the tenant, with the administration profile that "entrain init" wrote.')
    .option('--json', 'print JSON for programs')
  addConnectionOptions(app).addHelpText('after', examples)
  addApplications(app, context)
  addCredentials(app, context)
  for (const command of app.commands)
    command.addHelpText('after', '\nOptions that all of these commands share: entrain app --help')
}

function addApplications(app: Command, context: CommandContext): void {
  app
    .command('create')
    .description('Registers an application and makes its service principal.')
    .argument('<name>', 'display name')
    .option('--unique-name <name>', 'name that never changes, for entrain.yaml')
    .option('--redirect-uri <uri...>', 'redirect URIs of a web application')
    .option('--public', 'a public client, for device code and http://localhost')
    .action(run(context, (session, [name = ''], flags) => createApp(session, name, flags)))
  app
    .command('list')
    .description('Lists the applications, their permissions and when their credentials end.')
    .action(run(context, (session) => listApps(session)))
  app
    .command('show')
    .description('Shows one application.')
    .argument('<app>')
    .action(run(context, (session, [name = '']) => showApp(session, name)))
  app
    .command('grant')
    .description('Grants permissions of Microsoft Graph: what an administrator does by consenting to them.')
    .argument('<app>')
    .argument('<permissions...>', 'names such as User.Read.All')
    .option('--delegated', 'on behalf of signed-in users, for everybody')
    .option('--revoke', 'take them away instead')
    .action(run(context, (session, [name = '', ...names], flags) => grant(session, [name, ...names], flags)))
  app
    .command('owner')
    .description('Makes somebody an owner, of the application and its service principal.')
    .argument('<app>')
    .argument('<owner>', 'an application, or the userPrincipalName of a user')
    .option('--remove', 'not any more')
    .action(run(context, (session, [name = '', who = ''], flags) => owner(session, { name, who }, flags)))
}

function addCredentials(app: Command, context: CommandContext): void {
  app
    .command('secret')
    .description('Adds a client secret and prints it, once.')
    .argument('<app>')
    .option('--name <name>', 'what the secret is for')
    .option('--days <n>', 'how long it is valid (default: two years)')
    .option('--remove <keyId>', 'remove this secret instead')
    .action(run(context, (session, [name = ''], flags) => addSecret(session, name, flags)))
  app
    .command('cert')
    .description('Adds a certificate (PEM) that the application may sign in with.')
    .argument('<app>')
    .argument('<file>', 'PEM file with the certificate; a private key in it is not sent')
    .action(run(context, (session, [name = '', file = '']) => addCertificate(session, name, file)))
}

type Work = (session: AppSession, args: readonly string[], flags: AppFlags) => Promise<void>

/** The connection options stand with `app` itself and hold for each of its commands. */
function run(context: CommandContext, work: Work) {
  return async function action(this: Command): Promise<void> {
    const flags = this.optsWithGlobals<AppFlags>()
    await withApps(flags, context, (session) => work(session, this.args, flags))
  }
}
