/** Notes who signed in, whose token was refused and who is locked out: in the log, and in the store. */
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

/** A store that is away keeps nobody out: the log has it. */
export async function noteAccess(
  { store, now, logger }: AccessParts,
  request: Request,
  what: OperatorAccess['what'],
  operator: string | null,
): Promise<void> {
  const address = request.ip ?? null
  const level = what === 'tokenRefused' || what === 'lockedOut' ? 'warn' : 'info'
  // Where from is for the store alone: logs hold nobody's address.
  logger[level]({ operator }, WORDS[what])
  try {
    await recordOperatorAccess(store, { at: now(), what, operator, address })
  } catch (error) {
    logger.error(errorFacts(error), 'Who signed in could not be stored')
  }
}
