/** Reads the Act-On account that the token belongs to. */
import type { CallOptions } from '../contracts/vendor-call.ts'
import type { ActOnApi } from './api.ts'
import { accountSchema } from './schemas.ts'

export interface ActOnAccount {
  readonly accountId: string
  readonly accountName: string
  /** As Act-On spells it, e.g. `US/Pacific`; older accounts have none. */
  readonly timeZone: string | null
}

/** Act-On REST API, GET /api/1/account (developer portal, "Account Information"). */
export async function readAccount(api: ActOnApi, options: CallOptions): Promise<ActOnAccount> {
  const request = { endpoint: 'account', method: 'GET', path: '/api/1/account' } as const
  const account = await api.read(request, accountSchema, options)
  return {
    accountId: account.account_id,
    accountName: account.account_name ?? '',
    timeZone: account.time_zone?.trim() || null,
  }
}
