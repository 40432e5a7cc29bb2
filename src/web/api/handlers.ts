/** Who does what: every operation of the table has its handler. */
import type { Service } from '../../service.ts'
import { changeAccountOf } from './operations/change-account.ts'
import { changeWebinar } from './operations/change-webinar.ts'
import { createAccount } from './operations/create-account.ts'
import { decideHeld, retryRejections } from './operations/decide-rows.ts'
import { deleteAccount } from './operations/remove-account.ts'
import { downloadRejections } from './operations/download-rejections.ts'
import { getAccountDocument, listAccountDocuments } from './operations/get-accounts.ts'
import type { Handlers } from './handler.ts'
import { inviteCustomer } from './operations/invite-customer.ts'
import {
  listAuditEntries,
  listOperatorAccess,
  listProblemsOf,
  listRejectedRows,
  listRunsOf,
  listWebinarsOf,
} from './operations/get-lists.ts'
import { deleteOrphan, listOrphans } from './operations/orphans.ts'
import { askBackfill, askPause, askResume, askSync } from './operations/ask-account.ts'

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
