/** The cheapest ON24 call: shows whether the token pair works, and keeps ON24 from disabling it. */
import type { CallOptions } from '../contracts/vendor-call.ts'
import { requestJson } from './request.ts'
import type { On24Session } from './request.ts'
import { wireClient } from './wire/schemas.ts'

/**
 * ON24 REST API, GET /client/{clientId}. ON24 disables a token pair after 60 days without a call.
 * @throws On24CredentialsRefused, On24PermissionDenied, On24ClientInactive.
 */
export async function checkToken(session: On24Session, options: CallOptions): Promise<void> {
  const request = { endpoint: 'client', paceKind: 'people', path: '' } as const
  await requestJson(session, request, wireClient, options)
}
