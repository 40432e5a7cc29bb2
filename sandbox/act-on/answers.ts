/** The shapes of Act-On's responses. Each layer has its own error envelope. */
import { randomUUID } from 'node:crypto'
import type { Answer } from '../http-server.ts'

export function json(body: unknown, status = 200): Answer {
  return { status, body: JSON.stringify(body) }
}

/** The gateway in front of the API; `httpCode` is a string there. */
export function gatewayError(
  status: number,
  message: string,
  moreInformation = '',
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const body = { httpCode: String(status), httpMessage: message, moreInformation }
  return { status, headers, body: JSON.stringify(body) }
}

export function unauthorized(): Answer {
  return gatewayError(401, 'Unauthorized')
}

/** `/api/1`: nearly everything is a 400. */
export function apiError(errorCode: number | string, message: string): Answer {
  return json({ errorCode, message }, 400)
}

/**
 * For refusals whose code is not known: the number is made up, and nothing may rely on it.
 */
export function apiErrorOfUnknownCode(message: string): Answer {
  return apiError(10_999, message)
}

export function oauthError(status: number, error: string, description: string): Answer {
  return json({ error, error_description: description }, status)
}

export const invalidList = (): Answer => apiError(10_004, 'Invalid or missing list')
export const invalidContact = (): Answer => apiError(10_008, 'Invalid contact')
export const missingFile = (): Answer => apiError(10_003, 'Input file missing')
export const expiredJob = (): Answer => apiError(10_017, 'Invalid or expired Job Id')

/** Adds the ids that the gateway puts on every response. */
export function withGatewayHeaders(answer: Answer): Answer {
  const ids = { 'x-request-id': randomUUID(), 'x-global-transaction-id': randomUUID() }
  return { ...answer, headers: { ...ids, ...answer.headers } }
}
