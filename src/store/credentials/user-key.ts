/** An Act-On user name where it must not stand in clear: in leases, counted sign-ins and credentials. */
import type { AccountCiphers } from './account-ciphers.ts'

/**
 * One key for all spellings that Act-On might take for the same user. Where it tells them apart after all,
 * two users share their turns and their sign-ins, which costs nothing but a wait.
 */
export function userKeyOf(
  ciphers: Pick<AccountCiphers, 'serviceHash'>,
  userName: string,
): Promise<string> {
  return ciphers.serviceHash(userName.trim().normalize('NFC').toLowerCase())
}
