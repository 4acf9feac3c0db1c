import type { Command } from 'commander'
import type { CommandContext, CommandRegistration } from './command.ts'
import { CommandError } from './command-error.ts'
import { addConnectionOptions } from './connection-options.ts'
import type { ConnectionFlags } from './connection-settings.ts'
import { applySteps } from './declaration/apply.ts'
import type { Step } from './declaration/plan.ts'
import { renderPlan, summarize } from './declaration/render-plan.ts'
import { declarationFile, planFile, withTenant } from './declaration/session.ts'
import type { TenantClient } from './declaration/tenant-client.ts'

interface PlanFlags extends ConnectionFlags {
  readonly file: string
  readonly json?: true
  readonly yes?: true
}

export const registerPlan: CommandRegistration = (program, context) => {
  const command = program
    .command('plan')
    .summary(`say what "apply" would change to make the tenant as ${declarationFile} declares it`)
    .description(`Compares ${declarationFile} with the tenant: applications, grants, owners and jobs. Changes nothing.`)
  addFlags(command).action((flags: PlanFlags) =>
    withTenant(flags, context, async (tenant) => {
      const { steps } = await planFile(tenant, flags.file)
      tell(steps, flags, context)
    }),
  )
}

export const registerDiff: CommandRegistration = (program, context) => {
  const command = program
    .command('diff')
    .summary(`like "plan", and exit code 1 when something differs`)
    .description(`Compares ${declarationFile} with the tenant. Exit code 1 when the tenant is not as declared.`)
  addFlags(command).action((flags: PlanFlags) =>
    withTenant(flags, context, async (tenant) => {
      const { steps } = await planFile(tenant, flags.file)
      tell(steps, flags, context)
      if (steps.length > 0) context.setExitCode(1)
    }),
  )
}

export const registerApply: CommandRegistration = (program, context) => {
  const command = program
    .command('apply')
    .summary(`make the tenant as ${declarationFile} declares it`)
    .description(
      `Makes the applications, grants, owners and jobs that ${declarationFile} names as it says. What it does not name stays.
Applying twice changes nothing the second time.`,
    )
    .option('--yes', 'do not ask')
  addFlags(command).action((flags: PlanFlags) => withTenant(flags, context, (tenant) => apply(tenant, flags, context)))
}

function addFlags(command: Command): Command {
  return addConnectionOptions(
    command.option('--file <file>', 'the declaration', declarationFile).option('--json', 'print JSON for programs'),
  )
}

function tell(steps: readonly Step[], { json }: PlanFlags, { terminal: { out, err } }: CommandContext): void {
  if (json === true) {
    out.write(`${JSON.stringify(steps.map(({ work: _, ...step }) => step))}\n`)
    return
  }
  out.write(renderPlan(steps, out))
  err.write(`${steps.length === 0 ? '' : '\n'}${summarize(steps)}\n`)
}

async function apply(tenant: TenantClient, flags: PlanFlags, context: CommandContext): Promise<void> {
  const planned = await planFile(tenant, flags.file)
  const { steps, declaredOf } = planned
  const { err, confirm } = context.terminal
  tell(steps, flags, context)
  if (steps.length === 0) return
  if (flags.yes !== true) {
    if (confirm === null || flags.json === true) {
      throw new CommandError('usage', 'This changes the tenant, and nobody is there to confirm.', 'Add --yes.')
    }
    if (!(await confirm('Make these changes?'))) {
      err.write('Nothing was changed.\n')
      return
    }
  }
  let done = 0
  const onDone = () => {
    done += 1
    if (err.isTty) err.write(`\r${done} of ${steps.length}`)
  }
  await applySteps(tenant, steps, { declaredOf, onDone })
  err.write(`${err.isTty ? '\r' : ''}Done: ${summarize(steps)}\n`)
}
