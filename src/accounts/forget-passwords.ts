/** Deletes every stored Act-On password once ACTON_KEEP_PASSWORD is false. */
import { errorFacts } from '../observability/error-facts.ts'
import type { Logger } from '../observability/logger.ts'
import type { Service } from '../service.ts'
import {
  type ActOnCredential,
  changeActOnCredential,
  type LinkVersion,
  listLinks,
  readActOnCredential,
} from '../store/credentials/act-on-credentials.ts'

type Parts = Pick<Service, 'store' | 'ciphers' | 'now'> & { readonly logger: Logger }

/**
 * Logs an account whose data cannot be decrypted because its key is not in the key ring, and continues with the next
 * account. Such a password cannot be used anyway.
 */
export async function forgetPasswords(parts: Parts): Promise<void> {
  for (const link of await listLinks(parts.store)) {
    try {
      await forgetPassword(parts, link)
    } catch (error) {
      const { on24ClientId } = link
      const words = 'A stored Act-On password could not be deleted'
      parts.logger.error({ on24ClientId, ...errorFacts(error) }, words)
    }
  }
}

/** Writes only if there is a password. If the account is relinked at the same time, the new link decides. */
async function forgetPassword({ store, ciphers, now }: Parts, link: LinkVersion): Promise<void> {
  const stored = await readActOnCredential(store, ciphers, link.on24ClientId)
  if (stored === null || stored.password === null) return
  const forget = (stored: ActOnCredential) => ({ ...stored, password: null })
  await changeActOnCredential(store, ciphers, link, forget, now())
}
