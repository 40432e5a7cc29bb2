/**
 * The types of all tables, for Kysely; they are defined by topic in schema/. Personal data and credentials are only in
 * columns named `sealed`; all other columns may be read by anyone who can read the database.
 */
import type { AccountTable, CredentialTable, SignInTable } from './schema/accounts.ts'
import type { AuditEntryTable } from './schema/audit.ts'
import type { JournalEntryTable } from './schema/journal.ts'
import type { NoticeDeliveryTable, NoticeRecipientTable, NoticeTable } from './schema/notices.ts'
import type { OperationTable, OrphanTable } from './schema/operations.ts'
import type { RunTable, RunWebinarTable, ScanPageTable, ScanTable } from './schema/runs.ts'
import type { ComparedListTable, FindingTable, VerificationTable } from './schema/verifications.ts'
import type {
  DoneCookieTable,
  InvitationTable,
  OperatorAccessTable,
  OperatorSessionTable,
  RateLimitTable,
  StatusLinkTable,
} from './schema/visitors.ts'
import type {
  EventToLookUpTable,
  MergeJobTable,
  RegistrationTable,
  RemovalReceiptTable,
  ToldTroubleTable,
  TroubleTable,
  WaitingRowTable,
  WebinarTable,
} from './schema/webinars.ts'
import type {
  CallCountTable,
  LeaseTable,
  PaceTable,
  ServiceClockTable,
  ServiceKeyTable,
} from './schema/workers.ts'

export type {
  AccountTable,
  AuditEntryTable,
  InvitationTable,
  JournalEntryTable,
  MergeJobTable,
  NoticeTable,
  OperationTable,
  OperatorAccessTable,
  RegistrationTable,
  RunTable,
  RunWebinarTable,
  SignInTable,
  StatusLinkTable,
  TroubleTable,
  WaitingRowTable,
  WebinarTable,
}

export interface Database {
  account: AccountTable
  credential: CredentialTable
  signIn: SignInTable
  webinar: WebinarTable
  registration: RegistrationTable
  waitingRow: WaitingRowTable
  mergeJob: MergeJobTable
  removalReceipt: RemovalReceiptTable
  journalEntry: JournalEntryTable
  trouble: TroubleTable
  toldTrouble: ToldTroubleTable
  run: RunTable
  runWebinar: RunWebinarTable
  scan: ScanTable
  scanPage: ScanPageTable
  verification: VerificationTable
  comparedList: ComparedListTable
  finding: FindingTable
  eventToLookUp: EventToLookUpTable
  lease: LeaseTable
  pace: PaceTable
  callCount: CallCountTable
  serviceKey: ServiceKeyTable
  serviceClock: ServiceClockTable
  invitation: InvitationTable
  statusLink: StatusLinkTable
  doneCookie: DoneCookieTable
  rateLimit: RateLimitTable
  auditEntry: AuditEntryTable
  notice: NoticeTable
  noticeDelivery: NoticeDeliveryTable
  noticeRecipient: NoticeRecipientTable
  operatorSession: OperatorSessionTable
  operatorAccess: OperatorAccessTable
  operation: OperationTable
  orphan: OrphanTable
}
