/** Who does what: every operation of the table has its handler. */
import type { Service } from '../../service.ts'
import { changeAccountOf } from './change-account.ts'
import { changeWebinar } from './change-webinar.ts'
import { createAccount } from './create-account.ts'
import { decideHeld, retryRejections } from './decide-rows.ts'
import { deleteAccount } from './delete-account.ts'
import { downloadRejections } from './download-rejections.ts'
import { getAccountDocument, listAccountDocuments } from './get-accounts.ts'
import type { Handlers } from './handler.ts'
import { inviteCustomer } from './invite-customer.ts'
import {
  listAuditEntries,
  listOperatorAccess,
  listProblemsOf,
  listRejectedRows,
  listRunsOf,
  listWebinarsOf,
} from './get-lists.ts'
import { deleteOrphan, listOrphans } from './orphans.ts'
import { askBackfill, askPause, askResume, askSync } from './ask-account.ts'

export function createHandlers(service: Service): Handlers {
  return {
    listAccounts: listAccountDocuments(service),
    createAccount: createAccount(service),
    getAccount: getAccountDocument(service),
    changeAccount: changeAccountOf(service),
    deleteAccount: deleteAccount(service),
    inviteToLink: inviteCustomer(service),
    pauseAccount: askPause(service),
    resumeAccount: askResume(service),
    syncAccount: askSync(service),
    backfillAccount: askBackfill(service),
    listRuns: listRunsOf(service),
    listWebinars: listWebinarsOf(service),
    changeWebinar: changeWebinar(service),
    decideHeld: decideHeld(service),
    listProblems: listProblemsOf(service),
    listRejections: listRejectedRows(service),
    downloadRejections: downloadRejections(service),
    retryRejections: retryRejections(service),
    listAudit: listAuditEntries(service),
    listAccess: listOperatorAccess(service),
    listOrphans: listOrphans(service),
    deleteOrphan: deleteOrphan(service),
  }
}
