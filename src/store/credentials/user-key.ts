/**
 * Stands for an Act-On user name where that must not be stored in plain text: in leases, sign-in counts, credentials.
 */
import type { AccountCiphers } from './account-ciphers.ts'

/**
 * One key for all spellings that Act-On might treat as the same user. If it does distinguish them, two users share a
 * lease and a sign-in count, which only costs waiting time.
 */
export function userKeyOf(
  ciphers: Pick<AccountCiphers, 'serviceHash'>,
  userName: string,
): Promise<string> {
  return ciphers.serviceHash(userName.trim().normalize('NFC').toLowerCase())
}
