import type { CommandRegistration } from './command.ts'
import { registerLogs } from './logs.ts'
import { registerStatus } from './status.ts'
import { registerToken } from './token.ts'
import { registerUpload } from './upload.ts'

/** Every command, in the order in which help shows them. */
export const commands: readonly CommandRegistration[] = [registerUpload, registerStatus, registerLogs, registerToken]
