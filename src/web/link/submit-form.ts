/** Links an account with a valid form and an open invitation, and records the result. Independent of HTTP. */
import { ANSWERS_AFTER_USE_MS } from '../../accounts/invitations.ts'
import { InvitationUsedUp, linkAccount, triesLeft } from '../../accounts/link-account.ts'
import { ActOnWrongPassword } from '../../act-on/tokens/token-errors.ts'
import { hashOfToken } from '../../crypto/secret-token.ts'
import { withLease } from '../../store/leases/hold-lease.ts'
import { invitationLease } from '../../store/leases/lease-names.ts'
import type { Service } from '../../service.ts'
import { findInvitation, type Invitation } from '../../store/visitors/invitations.ts'
import { auditInvitation, type InvitationUse } from './audit-invitation.ts'
import type { LinkForm } from './link-form.ts'
import { describeLinkFailure, type LinkFailure } from './pages/link-failure.ts'

export interface Submit extends InvitationUse {
  readonly invitation: Invitation
  readonly form: LinkForm
  /** The form's id; null when the field is missing. */
  readonly submission: string | null
}

/** The link that a form made. Its sender may see the result until `seenUntil`. */
export interface MadeLink {
  readonly on24ClientId: string
  readonly seenUntil: Date
}

export type SubmitOutcome =
  | { readonly made: MadeLink }
  | { readonly failure: LinkFailure }
  /** The invitation has been used, voided or expired since the form was opened. */
  | 'gone'

/** For the whole submit, including the wait for another tab. */
const SUBMIT_TIMEOUT_MS = 40_000

/** Only a wrong password leads to another try. */
const NOT_ASKED = { left: 0, waitMs: 0 }

/**
 * Forms of one invitation take turns, so that a second tab finds it used and spends no sign-in. Only the timeout ends a
 * submit: a browser that disconnects leaves a complete link, not half of one. Throws only errors that are bugs of ours.
 */
export async function submitForm(parts: Service, submit: Submit): Promise<SubmitOutcome> {
  const name = invitationLease(submit.invitation.tokenHash)
  const signal = AbortSignal.timeout(SUBMIT_TIMEOUT_MS)
  try {
    return await withLease(parts.store, { name, signal }, (leased) =>
      submitLink(parts, submit, leased),
    )
  } catch (error) {
    const isWrongPassword = error instanceof ActOnWrongPassword
    const tries = isWrongPassword ? await triesLeft(parts, submit.form.userName) : NOT_ASKED
    const failure = describeLinkFailure(error, tries, parts.config.operator)
    await auditInvitation(parts, submit, 'submitted', wordFor(error, failure))
    if (error instanceof InvitationUsedUp) return 'gone'
    if (failure === null) throw error
    if (failure.status >= 500) {
      const { on24ClientId } = submit.invitation
      parts.logger.warn({ err: error, on24ClientId }, 'An account could not be linked')
    }
    return { failure }
  }
}

/** The result for the audit trail. Names of unexpected errors mean nothing to its readers. */
function wordFor(error: unknown, failure: LinkFailure | null): string {
  const isExpected = failure !== null || error instanceof InvitationUsedUp
  if (!isExpected || !(error instanceof Error)) return 'failed'
  return ['AbortError', 'TimeoutError'].includes(error.name) ? 'TimedOut' : error.name
}

/** Null unless this same form used up the invitation and its result may still be seen. */
export async function linkMadeBy(
  parts: Pick<Service, 'store' | 'now'>,
  tokenHash: string,
  submission: string | null,
): Promise<MadeLink | null> {
  const invitation = await findInvitation(parts.store, tokenHash)
  if (!invitation?.usedAt || submission === null) return null
  if (invitation.submissionHash !== hashOfToken(submission)) return null
  const seenUntil = new Date(invitation.usedAt.getTime() + ANSWERS_AFTER_USE_MS)
  return seenUntil > parts.now() ? { on24ClientId: invitation.on24ClientId, seenUntil } : null
}

async function submitLink(
  parts: Service,
  submit: Submit,
  signal: AbortSignal,
): Promise<SubmitOutcome> {
  const { invitation, form, submission } = submit
  const made = await linkMadeBy(parts, invitation.tokenHash, submission)
  if (made !== null) {
    await auditInvitation(parts, submit, 'submitted', 'repeated')
    return { made }
  }
  const submissionHash = submission === null ? null : hashOfToken(submission)
  const { userName, password } = form
  const { now } = parts
  const { on24ClientId } = await linkAccount(
    parts,
    {
      invitation,
      submissionHash,
      userName,
      password,
      async alsoStore(store, { isRelink }) {
        await auditInvitation({ store, now }, submit, 'submitted', 'ok')
        await auditInvitation({ store, now }, submit, isRelink ? 'relinked' : 'linked', 'ok')
      },
    },
    signal,
  )
  return { made: { on24ClientId, seenUntil: new Date(now().getTime() + ANSWERS_AFTER_USE_MS) } }
}
