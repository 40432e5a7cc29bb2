/** Records sign-ins, refused tokens and lockouts, in the log and in the store. */
import type { Request } from 'express'
import { errorFacts } from '../observability/error-facts.ts'
import type { Logger } from '../observability/logger.ts'
import type { Service } from '../service.ts'
import { type OperatorAccess, recordOperatorAccess } from '../store/visitors/operator-access.ts'

export type AccessParts = Pick<Service, 'store' | 'now'> & { readonly logger: Logger }

const WORDS = {
  signedIn: 'An operator signed in',
  signedOut: 'An operator signed out',
  tokenRefused: 'An operator token was refused',
  lockedOut: 'An address sent too many wrong operator tokens',
} as const satisfies Record<OperatorAccess['what'], string>

/** Never rejects: when the store is down, operators can still sign in and the log has the record. */
export async function recordAccess(
  { store, now, logger }: AccessParts,
  request: Request,
  what: OperatorAccess['what'],
  operator: string | null,
): Promise<void> {
  const address = request.ip ?? null
  const level = what === 'tokenRefused' || what === 'lockedOut' ? 'warn' : 'info'
  // The address goes to the store only: logs hold no personal data.
  logger[level]({ operator }, WORDS[what])
  try {
    await recordOperatorAccess(store, { at: now(), what, operator, address })
  } catch (error) {
    logger.error(errorFacts(error), 'Who signed in could not be stored')
  }
}
