/** Act-On's five sign-ins an hour for a user name, counted by ourselves because Act-On names no remainder. */
import { ActOnTooManySignIns } from './token-errors.ts'
import type { TokenVault } from './token-vault.ts'

const SIGN_INS = 5
const WINDOW_MS = 60 * 60_000
const STEP_MS = 5 * 60_000

/** Milliseconds until a sign-in is allowed, in steps of five minutes; 0: now. */
async function waitForSignIn(vault: TokenVault, userName: string): Promise<number> {
  for (let waitMs = 0; waitMs < WINDOW_MS; waitMs += STEP_MS) {
    // After the wait, those of the last hour are the ones that are younger than this today.
    if ((await vault.signInsWithin(userName, WINDOW_MS - waitMs)) < SIGN_INS) return waitMs
  }
  return WINDOW_MS
}

/** Throws ActOnTooManySignIns when the hour's sign-ins are used up. */
export async function assertSignInLeft(vault: TokenVault, userName: string): Promise<void> {
  const waitMs = await waitForSignIn(vault, userName)
  if (waitMs > 0) throw new ActOnTooManySignIns(waitMs)
}
