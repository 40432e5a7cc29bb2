/** Changes an account's details. A token pair is stored only after ON24 has accepted it. */
import type { AccountChange } from '../api/account.ts'
import type { On24Credentials } from '../on24/request.ts'
import type { Service } from '../service.ts'
import { type ChangedAccount, findAccount, updateAccount } from '../store/accounts/accounts.ts'
import {
  hasOn24Credential,
  readOn24Credential,
  saveOn24Credential,
} from '../store/credentials/credentials.ts'
import { changeRecipients } from '../store/notice-recipients.ts'
import { type AlsoStore, inTransaction } from '../store/database.ts'
import { withLifecycleLease } from './lifecycle-lease.ts'
import { checkOn24Pair } from './check-on24-pair.ts'
import { type Account, isBeingRemoved, AccountBeingRemoved } from '../store/accounts/account.ts'

type Parts = Pick<Service, 'store' | 'ciphers' | 'vendors' | 'now'>

/**
 * Returns false if the account is not registered. Checks a new token pair, or the present pair in a new region, with
 * one cheap call to ON24. Work in progress uses the new values from its next step. Throws AccountBeingRemoved,
 * OtherOn24Region and the errors of the ON24 client; then nothing is stored.
 */
export async function changeAccount(
  parts: Parts,
  on24ClientId: string,
  change: AccountChange,
  signal: AbortSignal,
  alsoStore: AlsoStore,
): Promise<boolean> {
  return withLifecycleLease(parts.store, on24ClientId, signal, async (leased) => {
    const account = await findAccount(parts.store, on24ClientId)
    if (account === undefined) return false
    if (isBeingRemoved(account)) {
      throw new AccountBeingRemoved(on24ClientId)
    }
    const newPair = pairIn(change)
    await checkOn24(parts, account, change.region ?? account.region, newPair, leased)
    await storeChange(parts, on24ClientId, change, newPair, alsoStore)
    return true
  })
}

function pairIn({ accessTokenKey, accessTokenSecret }: AccountChange): On24Credentials | null {
  if (accessTokenKey === undefined || accessTokenSecret === undefined) return null
  return { accessTokenKey, accessTokenSecret }
}

async function checkOn24(
  { store, ciphers, vendors }: Parts,
  { on24ClientId, region: before }: Account,
  region: Account['region'],
  newPair: On24Credentials | null,
  signal: AbortSignal,
): Promise<void> {
  if (newPair === null) {
    if (region === before || !(await hasOn24Credential(store, on24ClientId))) return
  }
  const pair = newPair ?? (await readOn24Credential(store, ciphers, on24ClientId))
  await checkOn24Pair(vendors, { on24ClientId, region, ...pair }, signal)
}

function columnsOf(change: AccountChange): ChangedAccount {
  const { name, region, actOnRegion, timeZone, actOnCallsPerDay } = change
  return {
    ...(name !== undefined && { name }),
    ...(region !== undefined && { region }),
    ...(actOnRegion !== undefined && { actOnRegion }),
    ...(timeZone !== undefined && {
      timeZone,
      timeZoneChosen: true,
      timeZoneUnknown: null,
    }),
    ...(actOnCallsPerDay !== undefined && { actOnCallsPerDay }),
  }
}

async function storeChange(
  { store, ciphers, now }: Parts,
  on24ClientId: string,
  changed: AccountChange,
  newPair: On24Credentials | null,
  alsoStore: AlsoStore,
): Promise<void> {
  const at = now()
  const cipher = await ciphers.of(on24ClientId)
  const change: AlsoStore = async (tx) => {
    await updateAccount(tx, on24ClientId, columnsOf(changed))
    await changeRecipients(tx, { on24ClientId, cipher, at }, changed)
    await alsoStore(tx)
  }
  if (newPair === null) await inTransaction(store, change)
  else await saveOn24Credential(store, ciphers, on24ClientId, newPair, at, change)
}
