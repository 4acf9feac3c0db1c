import type { TargetObject } from '../contracts/target.ts'
import type {
  Initiator,
  ModifiedProperty,
  ProvisioningAction,
  ProvisioningLogEntry,
  ProvisioningResult,
} from '../model/provisioning-log.ts'
import type { JobProgram } from './job-program.ts'
import { nameMapping } from './name-mapping.ts'
