/** The cheapest call there is: tells whether the token pair works, and keeps it from being disabled. */
import type { CallOptions } from '../contracts/vendor-call.ts'
import { requestJson } from './request.ts'
import type { On24Session } from './request.ts'
import { wireClient } from './wire/schemas.ts'

/**
 * ON24 REST API, GET /client/{clientId}. A token without a call for 60 days is disabled by ON24.
 * @throws On24CredentialsRefused, On24PermissionDenied, On24ClientInactive.
 */
export async function checkToken(session: On24Session, options: CallOptions): Promise<void> {
  const request = { endpoint: 'client', paceKind: 'people', path: '' } as const
  await requestJson(session, request, wireClient, options)
}
