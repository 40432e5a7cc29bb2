/** Invitations to link an account, by the hashes of their tokens. Revoked invitations are deleted. */
import type { Selectable } from 'kysely'
import { lockAccount } from '../accounts/accounts.ts'
import { type AlsoStore, inTransaction, type Store } from '../database.ts'
import type { InvitationTable } from '../schema.ts'

export type Invitation = Selectable<InvitationTable>

export interface NewInvitation {
  readonly tokenHash: string
  readonly on24ClientId: string
  /** `operator:<name>`, `NOTICE` or `STATUS_LINK`. */
  readonly madeBy: string
  readonly createdAt: Date
  readonly expiresAt: Date
}

/**
 * Revokes the account's earlier unused invitations. One that no operator made revokes only its own kind: a retried
 * notice must not revoke an invitation that a customer already has from an operator, or from their own page.
 */
export async function replaceInvitations(
  store: Store,
  invitation: NewInvitation,
  alsoStore?: AlsoStore,
): Promise<void> {
  await inTransaction(store, async (tx) => {
    await lockAccount(tx, invitation.on24ClientId)
    await tx
      .deleteFrom('invitation')
      .where('on24ClientId', '=', invitation.on24ClientId)
      .where('usedAt', 'is', null)
      .$if([NOTICE, STATUS_LINK].includes(invitation.madeBy), (query) =>
        query.where('madeBy', '=', invitation.madeBy),
      )
      .execute()
    await tx
      .insertInto('invitation')
      .values({
        tokenHash: invitation.tokenHash,
        on24ClientId: invitation.on24ClientId,
        madeBy: invitation.madeBy,
        createdAt: invitation.createdAt,
        expiresAt: invitation.expiresAt,
      })
      .execute()
    await alsoStore?.(tx)
  })
}

/** Deletes, for all accounts, invitations that expired unused, and used ones that are too old to be opened again. */
export async function dropOldInvitations(
  store: Store,
  { expiredBy, usedBefore }: { readonly expiredBy: Date; readonly usedBefore: Date },
): Promise<void> {
  await store
    .deleteFrom('invitation')
    .where((where) =>
      where.or([
        where.and([where('usedAt', 'is', null), where('expiresAt', '<=', expiredBy)]),
        where('usedAt', '<', usedBefore),
      ]),
    )
    .execute()
}

/** `made_by` of invitations in notices. */
export const NOTICE = 'notice'
/** `made_by` of invitations that a customer asked for on their own page. */
export const STATUS_LINK = 'statusLink'

export async function findInvitation(
  store: Store,
  tokenHash: string,
): Promise<Invitation | undefined> {
  return store
    .selectFrom('invitation')
    .selectAll()
    .where('tokenHash', '=', tokenHash)
    .executeTakeFirst()
}

/** Only the first call for an invitation changes anything, and calls `alsoStore`. */
export async function markOpened(
  store: Store,
  invitation: Pick<Invitation, 'tokenHash' | 'on24ClientId'>,
  at: Date,
  alsoStore: AlsoStore,
): Promise<void> {
  await inTransaction(store, async (tx) => {
    await lockAccount(tx, invitation.on24ClientId)
    const { numUpdatedRows } = await tx
      .updateTable('invitation')
      .set({ openedAt: at })
      .where('tokenHash', '=', invitation.tokenHash)
      .where('openedAt', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows > 0n) await alsoStore(tx)
  })
}

/** False if the invitation was used or revoked, or has expired. Deletes all other unused invitations of the account. */
export async function useInvitation(
  tx: Store,
  tokenHash: string,
  submissionHash: string | null,
  at: Date,
): Promise<boolean> {
  const used = await tx
    .updateTable('invitation')
    .set({ usedAt: at, submissionHash })
    .where('tokenHash', '=', tokenHash)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', at)
    .returning('on24ClientId')
    .executeTakeFirst()
  if (used === undefined) return false
  await tx
    .deleteFrom('invitation')
    .where('on24ClientId', '=', used.on24ClientId)
    .where('usedAt', 'is', null)
    .execute()
  return true
}
