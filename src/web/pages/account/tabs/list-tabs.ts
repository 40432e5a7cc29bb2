/** The tabs with a list: what each asks the store for, and shows. */
import { ProblemQuery } from '../../../../api/account-problem.ts'
import { AuditQuery } from '../../../../api/audit-entry.ts'
import { viewProblem } from '../../../../api/problem-view.ts'
import { RejectionQuery } from '../../../../api/rejection.ts'
import { RunQuery } from '../../../../api/run.ts'
import { VerificationQuery } from '../../../../api/verification.ts'
import { WebinarQuery } from '../../../../api/webinar.ts'
import { viewRuns } from '../../../../runs/run-view.ts'
import type { Service } from '../../../../service.ts'
import { listRejections } from '../../../../store/rows/stored/rejection-list.ts'
import { listRunPage } from '../../../../store/runs/run-list.ts'
import { listTroubles } from '../../../../store/troubles/trouble-list.ts'
import { listVerifications } from '../../../../store/verifications/verification-list.ts'
import { listWebinars } from '../../../../store/webinars/webinar-page.ts'
import { viewAuditPage } from '../../../use-cases/view-audit.ts'
import { auditSection } from '../audit-section.ts'
import { problemsSection } from '../problems-section.ts'
import { rejectionsSection } from '../rejections-section.ts'
import { runsSection } from '../runs-section.ts'
import type { TabContent } from '../show-tab.ts'
import { verificationsSection } from '../verifications-section.ts'
import { webinarsSection } from '../webinars-section.ts'
import { listTab } from './list-tab.ts'

export function runsTab({ store }: Service): TabContent {
  return listTab(
    RunQuery,
    async (id, request, { now }) => {
      const { items, nextCursor } = await listRunPage(store, id, request)
      return { items: await viewRuns(store, items, now), nextCursor }
    },
    (list, { account: { state }, temporal }) => runsSection(list, { state, temporal }),
  )
}

export function webinarsTab({ store, config }: Service): TabContent {
  const { contentTypes } = config.on24
  return listTab(
    WebinarQuery,
    (id, request, { now }) => listWebinars(store, id, { contentTypes, now }, request),
    (list) => webinarsSection(list, config.actOn.listUrl),
  )
}

export function problemsTab({ store }: Service): TabContent {
  return listTab(
    ProblemQuery,
    async (id, request) => {
      const { items, nextCursor } = await listTroubles(store, id, request)
      return { items: items.map(viewProblem), nextCursor }
    },
    problemsSection,
  )
}

export function rejectionsTab({ store }: Service): TabContent {
  return listTab(
    RejectionQuery,
    (id, request) => listRejections(store, id, request),
    rejectionsSection,
  )
}

export function verificationsTab({ store }: Service): TabContent {
  return listTab(
    VerificationQuery,
    (id, request) => listVerifications(store, id, request),
    (list, { account: { state } }) =>
      verificationsSection(list, { isLinked: state !== 'unlinked' }),
  )
}

export function auditTab({ store }: Service): TabContent {
  return listTab(AuditQuery, (id, request) => viewAuditPage(store, id, request), auditSection)
}
