/** Drops every Act-On password that is still kept, for when the operator has decided that none is to be kept. */
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
 * An account whose data cannot be opened, because its key is not in the ring, is logged and keeps no other one
 * from being seen to. Its password is not used either way.
 */
export async function forgetPasswords(parts: Parts): Promise<void> {
  for (const link of await listLinks(parts.store)) {
    try {
      await forgetPassword(parts, link)
    } catch (error) {
      const { on24ClientId } = link
      const words = 'A password that is not to be kept could not be looked for'
      parts.logger.error({ on24ClientId, ...errorFacts(error) }, words)
    }
  }
}

/** Writes only where there is a password. One that is linked again meanwhile is kept or not by that link. */
async function forgetPassword({ store, ciphers, now }: Parts, link: LinkVersion): Promise<void> {
  const stored = await readActOnCredential(store, ciphers, link.on24ClientId)
  if (stored === null || stored.password === null) return
  const forget = (stored: ActOnCredential) => ({ ...stored, password: null })
  await changeActOnCredential(store, ciphers, link, forget, now())
}
