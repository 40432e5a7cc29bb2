/**
 * Act-On's five sign-ins an hour for a user name, counted by ourselves because Act-On names no remainder.
 * Refreshes count as well: whether Act-On counts them is not known.
 */
import { ActOnTooManySignIns } from './token-errors.ts'
import type { SignInOrigin, TokenVault } from './token-vault.ts'

const SIGN_INS = 5
/** Somebody who types a customer's user name leaves the others to the customer's sync. */
const PAGE_SIGN_INS = 3
/** Act-On's hour, and a minute in which a call that was recorded may still be on its way. */
const WINDOW_MS = 61 * 60_000
const STEP_MS = 5 * 60_000

/** Throws ActOnTooManySignIns when the hour's sign-ins are used up: it says when there is room again. */
export async function assertSignInLeft(
  vault: TokenVault,
  userName: string,
  origin: SignInOrigin,
): Promise<void> {
  const waits = [await waitForRoom(SIGN_INS, (ms) => vault.signInsWithin(userName, ms))]
  if (origin === 'page') {
    waits.push(await waitForRoom(PAGE_SIGN_INS, (ms) => vault.signInsWithin(userName, ms, 'page')))
  }
  const waitMs = Math.max(...waits)
  if (waitMs > 0) throw new ActOnTooManySignIns(waitMs)
}

/** How many more somebody may make on the page within the hour. */
export async function signInsLeftOnPage(vault: TokenVault, userName: string): Promise<number> {
  const [made, onPage] = await Promise.all([
    vault.signInsWithin(userName, WINDOW_MS),
    vault.signInsWithin(userName, WINDOW_MS, 'page'),
  ])
  return Math.max(0, Math.min(SIGN_INS - made, PAGE_SIGN_INS - onPage))
}

/** Milliseconds until fewer than `limit` were made within the window, in steps of five minutes; 0: now. */
async function waitForRoom(
  limit: number,
  countWithin: (ms: number) => Promise<number>,
): Promise<number> {
  for (let waitMs = 0; waitMs < WINDOW_MS; waitMs += STEP_MS) {
    // After the wait, those within the window are the ones that are younger than this today.
    if ((await countWithin(WINDOW_MS - waitMs)) < limit) return waitMs
  }
  return WINDOW_MS
}
