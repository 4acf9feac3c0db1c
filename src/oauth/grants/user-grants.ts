import type { HttpResponse } from '../../http/message.ts'
import type { EndpointCall } from '../endpoint.ts'
import { findTenantOf, tenantInToken, tenantOfGrant } from '../find-tenant.ts'
import type { Form } from '../form.ts'
import { tenantOfSecret } from '../shown-secret.ts'
import { toVisit } from '../sign-in/visit.ts'
import { grantAuthorizationCode } from './authorization-code.ts'
import { grantDeviceCode } from './device-code.ts'
import { grantOnBehalfOf } from './on-behalf-of.ts'
import { grantPassword } from './password.ts'
import { grantRefreshToken } from './refresh-token.ts'
import type { UserGrantRequest } from './user-grant-request.ts'

interface UserGrant {
  readonly grant: (request: UserGrantRequest) => Promise<HttpResponse>
  /** The tenant that the form names; undefined when what it shows is none of ours. */
  readonly tenantIn: (form: Form) => string | undefined
}

const deviceCode: UserGrant = {
  grant: grantDeviceCode,
  tenantIn: ({ device_code, code }) => tenantOfSecret(device_code === '' ? code : device_code),
}

/** Grants that give tokens for a user, by `grant_type`. */
const userGrants: Readonly<Record<string, UserGrant>> = {
  authorization_code: { grant: grantAuthorizationCode, tenantIn: ({ code }) => tenantOfSecret(code) },
  refresh_token: { grant: grantRefreshToken, tenantIn: ({ refresh_token }) => tenantOfSecret(refresh_token) },
  'urn:ietf:params:oauth:grant-type:device_code': deviceCode,
  device_code: deviceCode,
  password: { grant: grantPassword, tenantIn: () => undefined },
  'urn:ietf:params:oauth:grant-type:jwt-bearer': {
    grant: grantOnBehalfOf,
    tenantIn: ({ assertion }) => tenantInToken(assertion),
  },
}

export const userGrantTypes = Object.keys(userGrants)

/** Answers a grant for a user; undefined when the type is none of these. */
export function findUserGrant(
  type: string,
): ((call: EndpointCall, request: Omit<UserGrantRequest, 'visit'>) => Promise<HttpResponse>) | undefined {
  if (!Object.hasOwn(userGrants, type)) return undefined
  const found = userGrants[type]
  return (
    found &&
    (async (call, request) => {
      const { form } = request
      const tenant =
        type === 'password'
          ? await findTenantOf(call, { names: [form.username], clientId: request.presented.clientId })
          : await tenantOfGrant(call, found.tenantIn(form))
      return found.grant({ ...request, visit: toVisit(call, tenant) })
    })
  )
}
