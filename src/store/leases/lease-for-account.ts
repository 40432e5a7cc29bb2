/** A lease for work on an account, taken together with a look at the account: every activity of every run begins so. */
import { sql } from 'kysely'
import type { Account } from '../accounts/account.ts'
import type { Store } from '../database.ts'
import { mayTake } from './leases.ts'

export interface LeaseForAccount {
  readonly name: string
  readonly owner: string
  readonly ttlMs: number
}

type Looked = Pick<Account, 'removalSince' | 'pausedSince'> & {
  /** False while another owner holds the lease, and if the account is being removed. */
  readonly isTaken: boolean
}

/** Takes or renews the lease. Undefined if the account is not registered. */
export async function takeLeaseForAccount(
  store: Store,
  on24ClientId: string,
  { name, owner, ttlMs }: LeaseForAccount,
): Promise<Looked | undefined> {
  const { rows } = await sql<Looked>`
    with taken as (
      insert into lease (name, owner, expires_at)
      select ${name}, ${owner}, service_now() + ${ttlMs} * interval '1 millisecond'
      from account where on24_client_id = ${on24ClientId} and removal_since is null
      on conflict (name) do update set owner = excluded.owner, expires_at = excluded.expires_at
        where ${mayTake(owner)}
      returning name
    )
    select removal_since, paused_since, exists (select from taken) as is_taken
    from account where on24_client_id = ${on24ClientId}
  `.execute(store)
  return rows[0]
}
