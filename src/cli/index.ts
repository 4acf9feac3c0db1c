import { registerApp } from './app.ts'
import { registerAttributes } from './attributes.ts'
import { registerBackup, registerRestore } from './backup.ts'
import { registerClock } from './clock.ts'
import type { CommandRegistration } from './command.ts'
import { registerDemo } from './demo.ts'
import { registerExplain } from './explain.ts'
import { registerExport } from './export.ts'
import { registerInit } from './init.ts'
import { registerJob } from './job.ts'
import { registerLogs } from './logs.ts'
import { registerManagedIdentity } from './managed-identity.ts'
import { registerApply, registerDiff, registerPlan } from './plan.ts'
import { registerProvision } from './provision.ts'
import { registerRotateKeys } from './rotate-keys.ts'
import { registerSchema } from './schema.ts'
import { registerStart } from './start.ts'
import { registerStatus } from './status.ts'
import { registerToken } from './token.ts'
import { registerUpload } from './upload.ts'
import { registerWhyDenied } from './why-denied.ts'

/** Every command, in the order in which help shows them. */
export const commands: readonly CommandRegistration[] = [
  registerDemo,
  registerInit,
  registerStart,
  registerUpload,
  registerStatus,
  registerLogs,
  registerExplain,
  registerJob,
  registerProvision,
  registerSchema,
  registerAttributes,
  registerApp,
  registerPlan,
  registerDiff,
  registerApply,
  registerExport,
  registerToken,
  registerWhyDenied,
  registerManagedIdentity,
  registerClock,
  registerBackup,
  registerRestore,
  registerRotateKeys,
]
