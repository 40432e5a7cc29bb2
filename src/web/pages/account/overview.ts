/** The overview of an account: facts, the oldest trouble, the newest runs, and charts of the last days. */
import type { AccountFigures } from '../../../accounts/account-figures.ts'
import type { DayFigures } from '../../../accounts/daily-figures.ts'
import type { Account } from '../../../api/account.ts'
import type { Run } from '../../../api/run.ts'
import { html, type Html } from '../../html.ts'
import type { TemporalLinks } from '../temporal-links.ts'
import { accountFacts } from './account-facts.ts'
import { dayCharts } from './day-charts.ts'
import { oldestProblemsSection } from './problems-section.ts'
import { newestRunsSection } from './runs-section.ts'

export interface Overview {
  readonly account: Account
  readonly figures: AccountFigures
  /** The newest first, among them those under way. */
  readonly runs: readonly Run[]
  /** The oldest first. */
  readonly days: readonly DayFigures[]
  readonly path: string
  readonly now: Date
  readonly temporal: TemporalLinks | null
}

export function overview({ account, figures, runs, days, path, now, temporal }: Overview): Html {
  const { on24ClientId, state, problems } = account
  return html`!${accountFacts({ account, figures, runs, now })}
  !${oldestProblemsSection(problems, { on24ClientId, now, path })}
  !${newestRunsSection(runs, { on24ClientId, now, state, temporal })} !${dayCharts(days)}`
}
