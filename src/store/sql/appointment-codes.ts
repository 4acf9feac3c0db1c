import type { AppointmentKind } from '../../contracts/store-provisioning.ts'

/** How the kinds of appointments are stored. */
export const appointmentCodes: Readonly<Record<AppointmentKind, number>> = { escrow: 0, date: 1 }

export function toAppointmentKind(code: number): AppointmentKind {
  return code === appointmentCodes.escrow ? 'escrow' : 'date'
}
