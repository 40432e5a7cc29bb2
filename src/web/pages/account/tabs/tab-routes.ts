/** The tabs of an account's page, one handler each. */
import { Router } from 'express'
import type { Service } from '../../../../service.ts'
import { type Tab, tabPath } from '../account-tabs.ts'
import { showTab, type TabContent } from '../show-tab.ts'
import {
  auditTab,
  problemsTab,
  rejectionsTab,
  runsTab,
  verificationsTab,
  webinarsTab,
} from './list-tabs.ts'
import { overviewTab } from './overview-tab.ts'
import { settingsTab } from './settings-tab.ts'

const CONTENTS: readonly (readonly [Tab, (parts: Service) => TabContent])[] = [
  ['overview', overviewTab],
  ['runs', runsTab],
  ['webinars', webinarsTab],
  ['problems', problemsTab],
  ['rejections', rejectionsTab],
  ['verifications', verificationsTab],
  ['audit', auditTab],
  ['settings', settingsTab],
]

export function tabRoutes(parts: Service): Router {
  const router = Router()
  for (const [tab, contentOf] of CONTENTS) {
    router.get(tabPath(':id', tab), showTab(parts, tab, contentOf(parts)))
  }
  return router
}
