/** Drops every Act-On password that is still kept, for when the operator has decided that none is to be kept. */
import type { Service } from '../service.ts'
import {
  type ActOnCredential,
  changeActOnCredential,
  listLinks,
  readActOnCredential,
} from '../store/act-on-credentials.ts'

/** Writes only where there is a password. One that is linked again meanwhile is kept or not by that link. */
export async function forgetPasswords({
  store,
  ciphers,
  now,
}: Pick<Service, 'store' | 'ciphers' | 'now'>): Promise<void> {
  const forget = (stored: ActOnCredential) => ({ ...stored, password: null })
  for (const link of await listLinks(store)) {
    const stored = await readActOnCredential(store, ciphers, link.on24ClientId)
    if (stored === null || stored.password === null) continue
    await changeActOnCredential(store, ciphers, link, forget, now())
  }
}
