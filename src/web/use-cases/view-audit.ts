/** An entry of the audit trail as the API and the pages show it: with its sentence. */
import type { AuditEntry } from '../../api/audit-entry.ts'
import { PROBLEMS, type ProblemWord } from '../../api/problem.ts'
import { auditSentence } from '../../contracts/audit-words.ts'
import { type AuditListRequest, auditPage, type ListedAuditEntry } from '../../store/audit.ts'
import type { Store } from '../../store/database.ts'
import type { Page } from '../../store/page-cursor.ts'

/** Throws CursorUnknown. */
export async function viewAuditPage(
  store: Store,
  on24ClientId: string,
  request: AuditListRequest,
): Promise<Page<AuditEntry>> {
  const { items, nextCursor } = await auditPage(store, on24ClientId, request)
  return { items: items.map(viewAudit), nextCursor }
}

export function viewAudit({ detail, ...entry }: ListedAuditEntry): AuditEntry {
  const { at, actor, action, about, result, address } = entry
  const sentence = auditSentence(entry, detail ?? reasonOf(result))
  return { at: at.toISOString(), actor, action, about, result, address, sentence }
}

/** Why a customer's form did not link the account. The words are names of errors: see submit-form.ts. */
const WHY_NOT_LINKED: Readonly<Record<string, string>> = {
  incomplete: 'The form was incomplete.',
  failed: 'An unexpected error occurred: the log has it.',
  TimedOut: 'Act-On did not answer in time.',
  ActOnWrongPassword: 'Act-On refused the user name or the password.',
  ActOnApiNotEnabled: 'The Act-On account has no access to the API.',
  ActOnTooManySignIns: 'Act-On’s sign-ins of this hour were used up.',
  ActOnAccountTaken: 'This Act-On account is linked to another ON24 client.',
  OtherActOnAccount: 'It is another Act-On account than the linked one.',
  ActOnClientRefused: 'Act-On refused ACTON_CLIENT_ID or ACTON_CLIENT_SECRET.',
  ActOnUnavailable: 'Act-On was not available.',
  ActOnRateLimited: 'Act-On had too many calls.',
  DayBudgetUsed: 'The day’s calls to Act-On were used up.',
  InvitationUsedUp: 'The invitation was used or replaced in the meantime.',
  refused: 'It was refused.',
  overtaken: 'A later request took its place.',
}

function reasonOf(result: string): string | null {
  if (isProblemWord(result)) return `${PROBLEMS[result][1]}.`
  return WHY_NOT_LINKED[result] ?? null
}

function isProblemWord(result: string): result is ProblemWord {
  return Object.hasOwn(PROBLEMS, result)
}
