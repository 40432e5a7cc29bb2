/** All protections. The command stops at one whose text is no longer in the source, so that the lists stay current. */
import { COMPARISON_PROTECTIONS } from './comparisons.ts'
import { EMBEDDED_PROTECTIONS } from './embedded.ts'
import { INVITATION_PROTECTIONS } from './invitations.ts'
import { JOURNAL_PROTECTIONS } from './journal.ts'
import { LIMIT_PROTECTIONS } from './limits.ts'
import { LINK_PROTECTIONS } from './links.ts'
import { NOTICE_PROTECTIONS } from './notices.ts'
import { OPERATION_PROTECTIONS } from './operations.ts'
import { OPERATOR_PROTECTIONS } from './operators.ts'
import { PAGE_PROTECTIONS } from './pages.ts'
import type { Protection } from './protection.ts'
import { SECRET_PROTECTIONS } from './secrets.ts'
import { STATUS_LINK_PROTECTIONS } from './status-links.ts'

export const PROTECTIONS: readonly Protection[] = [
  ...INVITATION_PROTECTIONS,
  ...STATUS_LINK_PROTECTIONS,
  ...PAGE_PROTECTIONS,
  ...LIMIT_PROTECTIONS,
  ...LINK_PROTECTIONS,
  ...NOTICE_PROTECTIONS,
  ...OPERATION_PROTECTIONS,
  ...OPERATOR_PROTECTIONS,
  ...SECRET_PROTECTIONS,
  ...EMBEDDED_PROTECTIONS,
  ...COMPARISON_PROTECTIONS,
  ...JOURNAL_PROTECTIONS,
]
