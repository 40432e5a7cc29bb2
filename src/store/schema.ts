/**
 * The tables as Kysely sees them, by theme in schema/. Personal data and credentials stand only in columns named
 * `sealed`; everything else may be read by anybody who can read the database.
 */
import type { AccountTable, CredentialTable, SignInTable } from './schema/accounts.ts'
import type { AuditEntryTable } from './schema/audit.ts'
import type { NoticeTable } from './schema/notices.ts'
import type { OperationTable, OrphanTable } from './schema/operations.ts'
import type { RunTable, RunWebinarTable, ScanPageTable, ScanTable } from './schema/runs.ts'
import type {
  DoneCookieTable,
  InvitationTable,
  OperatorAccessTable,
  OperatorSessionTable,
  RateLimitTable,
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
  MergeJobTable,
  NoticeTable,
  OperationTable,
  OperatorAccessTable,
  RegistrationTable,
  RunTable,
  RunWebinarTable,
  SignInTable,
  TroubleTable,
  WaitingRowTable,
  WebinarTable,
}

export interface Database {
  account: AccountTable
  credential: CredentialTable
  sign_in: SignInTable
  webinar: WebinarTable
  registration: RegistrationTable
  waiting_row: WaitingRowTable
  merge_job: MergeJobTable
  removal_receipt: RemovalReceiptTable
  trouble: TroubleTable
  told_trouble: ToldTroubleTable
  run: RunTable
  run_webinar: RunWebinarTable
  scan: ScanTable
  scan_page: ScanPageTable
  event_to_look_up: EventToLookUpTable
  lease: LeaseTable
  pace: PaceTable
  call_count: CallCountTable
  service_key: ServiceKeyTable
  service_clock: ServiceClockTable
  invitation: InvitationTable
  done_cookie: DoneCookieTable
  rate_limit: RateLimitTable
  audit_entry: AuditEntryTable
  notice: NoticeTable
  operator_session: OperatorSessionTable
  operator_access: OperatorAccessTable
  operation: OperationTable
  orphan: OrphanTable
}
