/** Links a registered ON24 client with the Act-On account of a user, and starts its syncs. */
import { IANAZone } from 'luxon'
import type { ActOnAccount } from '../act-on/account.ts'
import type { GrantedTokens } from '../act-on/token-grants.ts'
import { findByActOnAccount, getAccount, saveLink } from '../store/accounts.ts'
import { saveCredential, sealActOnCredential } from '../store/credentials.ts'
import type { Controllers } from '../temporal/controllers.ts'
import type { SyncSchedules } from '../temporal/schedules.ts'
import type { Service } from '../service.ts'
import { DEFAULT_TIME_ZONE } from './register-account.ts'
import { createTokenVault } from './stored-tokens.ts'

export interface LinkRequest {
  readonly on24ClientId: string
  /** Not always an e-mail address. */
  readonly userName: string
  readonly password: string
}

/** This Act-On account serves another ON24 client: the link is 1:1. */
export class ActOnAccountTaken extends Error {
  override readonly name = 'ActOnAccountTaken'
}

/** The ON24 client is linked with another Act-On account; a relink must yield the same one. */
export class OtherActOnAccount extends Error {
  override readonly name = 'OtherActOnAccount'
}

/**
 * Exchanges the credentials at once, checks that the link is 1:1, stores it, then starts controller,
 * Schedule and a first run. Each step can be repeated. Throws ActOnWrongPassword, ActOnApiNotEnabled and
 * the other errors of the Act-On client, ActOnAccountTaken and OtherActOnAccount.
 */
export async function linkAccount(
  service: Service,
  temporal: { readonly schedules: SyncSchedules; readonly controllers: Controllers },
  { on24ClientId, userName, password }: LinkRequest,
  signal: AbortSignal,
): Promise<void> {
  const { store, ciphers, now } = service
  const vault = createTokenVault(store, ciphers, now)
  await vault.withUserLease(userName, signal, async (leased) => {
    const grants = await service.vendors.tokenGrants(on24ClientId)
    const granted = await grants.grantByPassword(
      { userName, password },
      { signal: leased, onSend: () => vault.recordSignIn(userName) },
    )
    const actOnAccount = await whoAmI(service, on24ClientId, granted, leased)
    await checkOneToOne(service, on24ClientId, actOnAccount)
    const credential = await sealActOnCredential(
      ciphers,
      on24ClientId,
      {
        userName,
        password: service.config.actOn.keepPassword ? password : null,
        tokens: storedTokens(granted, now()),
      },
      now(),
    )
    await store.transaction().execute(async (tx) => {
      await saveCredential(tx, credential)
      const account = await getAccount(tx, on24ClientId)
      await saveLink(tx, on24ClientId, {
        actOnAccountId: actOnAccount.accountId,
        actOnAccountName: actOnAccount.accountName,
        timeZone: account.time_zone_chosen ? account.time_zone : zoneOf(actOnAccount),
        linkedAt: now(),
      })
    })
  })
  await temporal.controllers.ensure(on24ClientId)
  await temporal.schedules.ensure(on24ClientId)
  await temporal.schedules.trigger(on24ClientId)
}

async function whoAmI(
  service: Service,
  on24ClientId: string,
  { accessToken }: GrantedTokens,
  signal: AbortSignal,
): Promise<ActOnAccount> {
  const account = await getAccount(service.store, on24ClientId)
  const actOn = service.vendors.actOn(account, () => Promise.resolve(accessToken))
  return actOn.readAccount({ signal })
}

async function checkOneToOne(
  { store }: Service,
  on24ClientId: string,
  { accountId, accountName }: ActOnAccount,
): Promise<void> {
  const other = await findByActOnAccount(store, accountId)
  if (other !== undefined && other.on24_client_id !== on24ClientId) {
    throw new ActOnAccountTaken(
      `The Act-On account "${accountName}" is linked with another ON24 client already.`,
    )
  }
  const account = await getAccount(store, on24ClientId)
  if (account.act_on_account_id !== null && account.act_on_account_id !== accountId) {
    throw new OtherActOnAccount(
      `ON24 client ${on24ClientId} is linked with the Act-On account "${account.act_on_account_name ?? ''}".`,
    )
  }
}

function storedTokens(granted: GrantedTokens, at: Date) {
  return {
    accessToken: granted.accessToken,
    refreshToken: granted.refreshToken,
    accessExpiresAt: new Date(at.getTime() + granted.expiresInMs).toISOString(),
    refreshObtainedAt: at.toISOString(),
  }
}

/** Act-On writes old names such as `US/Pacific`, which are good zones. */
function zoneOf({ timeZone }: ActOnAccount): string {
  return timeZone !== null && IANAZone.isValidZone(timeZone) ? timeZone : DEFAULT_TIME_ZONE
}
