import type { PresentedClient } from '../authenticate-client.ts'
import type { Form } from '../form.ts'
import type { Visit } from '../sign-in/visit.ts'

/** A request for tokens of a user, whatever it shows for them. */
export interface UserGrantRequest {
  readonly visit: Visit
  readonly form: Form
  readonly presented: PresentedClient
  readonly version: 'v1' | 'v2'
}
