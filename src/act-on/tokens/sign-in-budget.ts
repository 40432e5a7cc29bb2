/**
 * Act-On allows five sign-ins an hour per user name. We count them ourselves because Act-On does not report how many
 * are left. Refreshes count too: whether Act-On counts them is not known.
 */
import { ActOnTooManySignIns } from './token-errors.ts'
import type { SignInOrigin, TokenVault } from './token-vault.ts'

const SIGN_INS = 5
/** The rest stays reserved for the customer's sync, even if a stranger tries the customer's user name on the page. */
const PAGE_SIGN_INS = 3
/** Act-On's hour, plus a minute in which a recorded call may still be under way. */
const WINDOW_MS = 61 * 60_000
const STEP_MS = 5 * 60_000

/** Throws ActOnTooManySignIns, with the time to wait, if the hour's sign-ins are used up. */
export async function assertSignInLeft(
  vault: TokenVault,
  userName: string,
  origin: SignInOrigin,
): Promise<void> {
  const waitMs = await waitForSignIn(vault, userName, origin)
  if (waitMs > 0) throw new ActOnTooManySignIns(waitMs)
}

export interface SignInsLeft {
  /** Within the hour. */
  readonly left: number
  /** Milliseconds until the next one is possible. */
  readonly waitMs: number
}

export async function signInsLeftOnPage(vault: TokenVault, userName: string): Promise<SignInsLeft> {
  const [made, onPage] = await Promise.all([
    vault.signInsWithin(userName, WINDOW_MS),
    vault.signInsWithin(userName, WINDOW_MS, 'page'),
  ])
  const left = Math.max(0, Math.min(SIGN_INS - made, PAGE_SIGN_INS - onPage))
  return { left, waitMs: left > 0 ? 0 : await waitForSignIn(vault, userName, 'page') }
}

async function waitForSignIn(
  vault: TokenVault,
  userName: string,
  origin: SignInOrigin,
): Promise<number> {
  const waits = [await waitForRoom(SIGN_INS, (ms) => vault.signInsWithin(userName, ms))]
  if (origin === 'page') {
    waits.push(await waitForRoom(PAGE_SIGN_INS, (ms) => vault.signInsWithin(userName, ms, 'page')))
  }
  return Math.max(...waits)
}

/** Milliseconds, in steps of five minutes, until fewer than `limit` sign-ins lie within the window; 0: now. */
async function waitForRoom(
  limit: number,
  countWithin: (ms: number) => Promise<number>,
): Promise<number> {
  for (let waitMs = 0; waitMs < WINDOW_MS; waitMs += STEP_MS) {
    // After the wait, the window will hold only the sign-ins that are younger than this now.
    if ((await countWithin(WINDOW_MS - waitMs)) < limit) return waitMs
  }
  return WINDOW_MS
}
