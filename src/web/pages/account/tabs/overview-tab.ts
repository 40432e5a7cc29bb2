/** The first tab: how the account stands. */
import { figuresOf } from '../../../../accounts/account-figures.ts'
import { dailyFigures } from '../../../../accounts/daily-figures.ts'
import { viewRuns } from '../../../../runs/run-view.ts'
import type { Service } from '../../../../service.ts'
import { newestAndUnfinishedRuns } from '../../../../store/runs/run-list.ts'
import { overview } from '../overview.ts'
import type { TabContent } from '../show-tab.ts'

const NEWEST_RUNS = 3

export function overviewTab(parts: Service): TabContent {
  const { store } = parts
  return async ({ account, stored, path, now, temporal }) => {
    const [figures, runs, days] = await Promise.all([
      figuresOf(parts, stored),
      newestAndUnfinishedRuns(store, account.on24ClientId, NEWEST_RUNS),
      dailyFigures(parts, stored),
    ])
    const views = await viewRuns(store, runs, now)
    return overview({ account, figures, runs: views, days, path, now, temporal })
  }
}
