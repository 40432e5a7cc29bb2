/** The handlers of all API routes. */
import type { Service } from '../../service.ts'
import { viewFleet } from '../../accounts/fleet-view.ts'
import { changeAccountOf } from './handlers/change-account.ts'
import { createAccount } from './handlers/create-account.ts'
import { getAccountDocument, listAccountDocuments } from './handlers/get-accounts.ts'
import type { Call, Handlers } from './handler.ts'
import {
  listAuditEntries,
  listOperatorAccess,
  listProblemsOf,
  listRejectedRows,
  listFindingsOf,
  listRunsOf,
  listVerificationsOf,
  listWebinarsOf,
} from './handlers/get-lists.ts'
import { getRunDocument, listRowsOfRun, listWebinarsOfRun } from './handlers/get-run.ts'
import { deleteOrphan, listOrphans } from './handlers/orphans.ts'
import { storableReason } from '../../contracts/pause-reason.ts'
import type { Operation } from '../../contracts/operations.ts'
import { askAccount } from '../use-cases/ask-account.ts'
import { changeWebinar } from '../use-cases/change-webinar.ts'
import { decideHeld, retryRejections } from '../use-cases/decide-rows.ts'
import { explainPerson } from '../use-cases/explain-person.ts'
import { rebuildListOf } from '../use-cases/rebuild-list.ts'
import { inviteCustomer } from '../use-cases/invite-customer.ts'
import { cancelBackfill, daysOf } from '../use-cases/cancel-backfill.ts'
import { testNotices } from '../use-cases/test-notices.ts'
import { makeCustomersLink, withdrawCustomersLink } from '../use-cases/status-link.ts'
import { removeClient } from '../use-cases/remove-client.ts'
import { verifyAccount } from '../use-cases/verify-account.ts'
import { rejectionsFile } from '../use-cases/rejections-file.ts'

/** Use cases serve the API and the pages; handlers/ has what only the API does. */
export function createHandlers(service: Service): Handlers {
  const ask = (id: string, operation: Operation, call: Call) =>
    askAccount(service, id, operation, call)
  return {
    listAccounts: listAccountDocuments(service),
    createAccount: createAccount(service),
    getAccount: getAccountDocument(service),
    changeAccount: changeAccountOf(service),
    async deleteAccount({ params: { id } }, call) {
      await removeClient(service, id, call)
    },
    async inviteToLink({ params: { id } }, call) {
      const { url, expiresAt } = await inviteCustomer(service, id, call)
      return { url, expiresAt: expiresAt.toISOString() }
    },
    async makeStatusLink({ params: { id } }, call) {
      const { url } = await makeCustomersLink(service, id, call)
      return { url }
    },
    async withdrawStatusLink({ params: { id } }, call) {
      await withdrawCustomersLink(service, id, call)
    },
    pauseAccount: ({ params: { id }, body }, call) =>
      ask(id, { signal: 'pause', reason: storableReason(body?.reason ?? '') }, call),
    resumeAccount: ({ params: { id } }, call) => ask(id, { signal: 'resume' }, call),
    syncAccount: ({ params: { id } }, call) => ask(id, { signal: 'syncNow' }, call),
    backfillAccount: ({ params: { id }, body }, call) =>
      ask(id, { signal: 'backfill', ...body }, call),
    cancelBackfill: ({ params: { id, range }, body: { dryRun } }, call) =>
      cancelBackfill(service, id, { ...daysOf(range), dryRun }, call),
    verifyAccount: ({ params: { id }, body }, call) => verifyAccount(service, id, body, call),
    listVerifications: listVerificationsOf(service),
    listFindings: listFindingsOf(service),
    listRuns: listRunsOf(service),
    getRun: getRunDocument(service),
    listRunWebinars: listWebinarsOfRun(service),
    listRunRows: listRowsOfRun(service),
    listWebinars: listWebinarsOf(service),
    changeWebinar: ({ params: { id: on24ClientId, eventId }, body }, call) =>
      changeWebinar(service, { on24ClientId, eventId, ...body }, call),
    decideHeld: ({ params: { id: on24ClientId, eventId }, body }, call) =>
      decideHeld(service, { on24ClientId, eventId, ...body }, call),
    rebuildList: ({ params: { id: on24ClientId, eventId } }, call) =>
      rebuildListOf(service, { on24ClientId, eventId }, call),
    listProblems: listProblemsOf(service),
    listRejections: listRejectedRows(service),
    downloadRejections: ({ params: { id }, query }) => rejectionsFile(service, id, query),
    retryRejections: ({ params: { id } }, call) => retryRejections(service, id, call),
    explainPerson: ({ params: { id }, query, body }) => explainPerson(service, id, body, query),
    listAudit: listAuditEntries(service),
    getFleet: () => viewFleet(service),
    listAccess: listOperatorAccess(service),
    listOrphans: listOrphans(service),
    deleteOrphan: deleteOrphan(service),
    testNotices: async ({ body }, call) => ({
      items: await testNotices(service, body?.on24ClientId ?? null, call),
    }),
  }
}
