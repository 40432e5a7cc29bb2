/** The paged lists: of an account, and of operator access. */
import { viewProblem } from '../../../api/problem-view.ts'
import { viewRuns } from '../../../runs/run-view.ts'
import { findAccount } from '../../../store/accounts/accounts.ts'
import { viewAuditPage } from '../../use-cases/view-audit.ts'
import { operatorAccessPage } from '../../../store/visitors/operator-access.ts'
import { listRejections } from '../../../store/rows/stored/rejection-list.ts'
import { listRunPage } from '../../../store/runs/run-list.ts'
import { listTroubles } from '../../../store/troubles/trouble-list.ts'
import { listWebinars } from '../../../store/webinars/webinar-page.ts'
import { accountOf, notRegistered } from '../../use-cases/account-of.ts'
import { listVerifications } from '../../../store/verifications/verification-list.ts'
import { findingsOf } from '../../use-cases/findings-of.ts'
import type { Service } from '../../../service.ts'
import type { HandlerOf } from '../handler.ts'

type Parts = Pick<Service, 'config' | 'store' | 'now'>

export function listRunsOf({ store, now }: Parts): HandlerOf<'listRuns'> {
  return async ({ params: { id }, query }) => {
    await accountOf(store, id)
    const { items, nextCursor } = await listRunPage(store, id, query)
    return { items: await viewRuns(store, items, now()), nextCursor }
  }
}

export function listWebinarsOf({ config, store, now }: Parts): HandlerOf<'listWebinars'> {
  return async ({ params: { id }, query }) => {
    await accountOf(store, id)
    const { contentTypes } = config.on24
    return listWebinars(store, id, { contentTypes, now: now() }, query)
  }
}

export function listProblemsOf({ store }: Parts): HandlerOf<'listProblems'> {
  return async ({ params: { id }, query }) => {
    await accountOf(store, id)
    const { items, nextCursor } = await listTroubles(store, id, query)
    return { items: items.map(viewProblem), nextCursor }
  }
}

export function listRejectedRows({ store }: Parts): HandlerOf<'listRejections'> {
  return async ({ params: { id }, query }) => {
    await accountOf(store, id)
    return listRejections(store, id, query)
  }
}

export function listVerificationsOf({ store }: Parts): HandlerOf<'listVerifications'> {
  return async ({ params: { id }, query }) => {
    await accountOf(store, id)
    return listVerifications(store, id, query)
  }
}

export function listFindingsOf({ store }: Parts): HandlerOf<'listFindings'> {
  return async ({ params: { id, startedAt }, query }) => {
    await accountOf(store, id)
    return findingsOf(store, id, startedAt, query)
  }
}

/** Entries are kept after the account has been removed. */
export function listAuditEntries({ store }: Parts): HandlerOf<'listAudit'> {
  return async ({ params: { id }, query }) => {
    const page = await viewAuditPage(store, id, query)
    const isKnown = page.items.length > 0 || (await findAccount(store, id)) !== undefined
    return isKnown ? page : notRegistered(id)
  }
}

export function listOperatorAccess({ store }: Parts): HandlerOf<'listAccess'> {
  return async ({ query }) => {
    const { items, nextCursor } = await operatorAccessPage(store, query)
    const views = items.map(({ at, what, operator, address }) => ({
      at: at.toISOString(),
      what,
      operator,
      address,
    }))
    return { items: views, nextCursor }
  }
}
