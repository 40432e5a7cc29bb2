/** The page of one account: state, actions, problems, runs, webinars, rejected rows, comparisons and audit trail. */
import { html, type Html } from '../../html.ts'
import type { AccountFigures } from '../../../accounts/account-figures.ts'
import type { Account } from '../../../api/account.ts'
import type { AccountProblem } from '../../../api/account-problem.ts'
import type { AuditEntry } from '../../../api/audit-entry.ts'
import type { Rejection } from '../../../api/rejection.ts'
import type { Run } from '../../../api/run.ts'
import type { Verification } from '../../../api/verification.ts'
import type { Webinar } from '../../../api/webinar.ts'
import { actionLinks } from '../actions/action-links.ts'
import { writtenChart } from '../accounts/written-chart.ts'
import { formatNumber } from '../numbers.ts'
import { layout } from '../layout.ts'
import { stateBadge } from '../state-badge.ts'
import type { TemporalLinks } from '../temporal-links.ts'
import { distance, distanceAndInstant, instant } from '../times.ts'
import { accountPath, type AccountQuery, pagesOf } from './account-query.ts'
import { auditSection } from './audit-section.ts'
import { problemsSection } from './problems-section.ts'
import { rejectionsSection } from './rejections-section.ts'
import { currentRun, runsSection } from './runs-section.ts'
import type { SectionId } from './section.ts'
import { verificationsSection } from './verifications-section.ts'
import { webinarsSection } from './webinars-section.ts'

export interface AccountPage {
  readonly operator: string
  readonly message: string | null
  readonly query: AccountQuery
  readonly account: Account
  readonly figures: AccountFigures
  readonly problems: Listed<AccountProblem>
  readonly runs: Listed<Run>
  readonly webinars: Listed<Webinar>
  readonly rejections: Listed<Rejection>
  readonly verifications: Listed<Verification>
  readonly audit: Listed<AuditEntry>
  readonly now: Date
  readonly temporal: TemporalLinks | null
}

export interface Listed<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
}

const REFRESH_WITHOUT_SCRIPT_SECONDS = 15

export function accountPage(page: AccountPage): Html {
  const { account, now, temporal, query } = page
  const { on24ClientId } = account
  const path = accountPath(on24ClientId, query)
  const pages = (id: SectionId) => pagesOf(on24ClientId, query, id, page[id].nextCursor)
  return layout({
    title: account.name,
    operator: page.operator,
    message: page.message,
    isLive: true,
    refreshSeconds: REFRESH_WITHOUT_SCRIPT_SECONDS,
    main: html`<p class="above"><a href="/">All accounts</a></p>
      <h1>${account.name}</h1>
      <div id="live" data-live>
        <section class="card standing" id="standing" aria-label="Account state">
          !${standing(page)}
        </section>
        <div id="asked">
          !${actionLinks(account, { path, temporal })} !${controllerLink(page)}
          <a class="elsewhere" id="explain" href="/accounts/${on24ClientId}/explain"
            >Explain a person</a
          >
        </div>
        !${problemsSection(page.problems.items, {
          on24ClientId,
          now,
          path,
          pages: pages('problems'),
        })}
        !${runsSection(page.runs.items, {
          on24ClientId,
          now,
          state: account.state,
          temporal,
          pages: pages('runs'),
        })}
        !${webinarsSection(page.webinars.items, {
          on24ClientId,
          now,
          path,
          pages: pages('webinars'),
        })}
        !${rejectionsSection(page.rejections.items, {
          on24ClientId,
          now,
          path,
          pages: pages('rejections'),
        })}
        !${verificationsSection(page.verifications.items, {
          on24ClientId,
          now,
          path,
          isLinked: account.state !== 'unlinked',
          pages: pages('verifications'),
        })}
        !${auditSection(page.audit.items, { now, pages: pages('audit') })}
      </div>`,
  })
}

function standing({ account, runs, figures, now }: AccountPage): Html {
  // A backfill that is running may have started before the last run.
  const running = currentRun([account.lastRun, ...runs.items], account.state)
  const facts: readonly (readonly [string, Html])[] = [
    ['State', stateOf(account, figures, now)],
    ['Last success', distanceAndInstant(account.lastSuccessAt, now, 'None yet')],
    ['Next run', distanceAndInstant(account.nextRunAt, now, 'None planned')],
    ...nextProbe(account, now),
    ['Run under way', running === null ? html`<span class="none">None</span>` : html`${running}`],
    ['Contacts written', writtenChart(figures.written)],
    ['Rejected rows', html`${formatNumber(figures.rejected)}`],
    [
      'Act-On calls left today',
      html`${formatNumber(figures.actOnCallsLeft)}
        <span class="detail">of ${formatNumber(figures.actOnCallsPerDay)}</span>`,
    ],
    ['ON24 client', html`${account.on24ClientId} <span class="detail">${account.region}</span>`],
    ['Act-On account', actOnAccount(account)],
    ['Time zone of new lists', timeZone(account)],
    ['Registered', instant(account.createdAt)],
  ]
  return html`<dl>
    !${facts.map(
      ([name, fact]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>!${fact}</dd>
        </div>`,
    )}
  </dl>`
}

/** Empty unless a probe is planned. */
function nextProbe({ nextProbeAt }: Account, now: Date): (readonly [string, Html])[] {
  return nextProbeAt === null
    ? []
    : [['Next check of Act-On', distanceAndInstant(nextProbeAt, now, '')]]
}

function stateOf({ state, since, reason }: Account, { isLate }: AccountFigures, now: Date): Html {
  return html`!${stateBadge(state)} !${isLate ? html`<span class="tag late">Late</span>` : ''}
  !${
    since === null
      ? ''
      : html`<span class="detail">${distance(since, now)}, !${instant(since)}</span>`
  }
  !${reason === null ? '' : html`<span class="reason">${reason}</span>`}`
}

function actOnAccount({ actOnAccount: linked, actOnRegion }: Account): Html {
  return linked === null
    ? html`<span class="none">Not linked</span>`
    : html`${linked.name} <span class="detail">${linked.id}, ${actOnRegion}</span>`
}

function timeZone({ timeZone, unknownTimeZone }: Account): Html {
  return html`${timeZone}
  !${
    unknownTimeZone === null
      ? ''
      : html`<span class="reason" id="unknown-time-zone"
          >Act-On gives “${unknownTimeZone}” as the time zone of its account, which is unknown.
          Choose one with the command “accounts change” and --time-zone, before the first list is
          created.</span
        >`
  }`
}

function controllerLink({ account, temporal }: AccountPage): Html {
  return temporal === null || account.state === 'unlinked'
    ? ''
    : html`<a class="elsewhere" id="controller" href="${temporal.controller(account.on24ClientId)}"
        >Controller in Temporal</a
      >`
}
