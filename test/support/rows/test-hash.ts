/** Hashes for rows that tests store directly, in the form in which the store keeps them. */
import { createAccountCipher } from '../../../src/crypto/account-cipher.ts'

export const testHash = createAccountCipher('tests', Buffer.alloc(32)).hash
