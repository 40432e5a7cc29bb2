/** Before something is asked of an account: what will happen, what can be said to it, and the button. */
import { MAX_REASON_LENGTH } from '../../../contracts/pause-reason.ts'
import { html, type Html } from '../../html.ts'
import type { Account } from '../../../api/account.ts'
import type { AccountState } from '../../../contracts/account-state.ts'
import { layout } from '../layout.ts'
import { stateBadge } from '../state-badge.ts'
import { ACTION_NAMES, type Action } from './actions.ts'

export interface ActionPage {
  readonly operator: string
  readonly account: Pick<Account, 'on24ClientId' | 'name' | 'state'>
  readonly action: Action
  /** Where to go on, and back. */
  readonly next: string
  /** As typed, to be shown again. */
  readonly fields: ActionFields
  /** What was wrong with them. */
  readonly mistake: string | null
}

export interface ActionFields {
  readonly reason: string
  readonly from: string
  readonly to: string
  readonly dryRun: boolean
}

export const NO_FIELDS: ActionFields = { reason: '', from: '', to: '', dryRun: false }

const WHAT_HAPPENS: Readonly<Record<Action, string>> = {
  pause:
    'Within 15 seconds no more calls are made to ON24 or Act-On for it: a run that is at work ends, and backfills wait. Nothing is lost: a resume goes on with what was read or waits.',
  resume: 'Its runs go on: one is started at once, and then one every six hours again.',
  sync: 'A run is started at once, or after the one that is under way.',
  backfill:
    'All webinars of these days are read again, and what Act-On lacks or has otherwise is written. The six-hourly runs go on beside it and come first.',
  invite:
    'Makes a link for the customer to sign in to Act-On with. It can be used once, within seven days; a link that they were sent before works no more.',
}

const WHAT_HAPPENS_WHILE: Partial<Record<AccountState, Partial<Record<Action, string>>>> = {
  paused: {
    sync: 'While the account is paused this is refused. Resume it instead: that starts a run, too.',
    backfill: `${WHAT_HAPPENS.backfill} It begins when the account is resumed.`,
  },
  waitingForQuota: {
    sync: 'Act-On is asked at once whether it takes calls again, and a run is started.',
  },
}

function whatHappens({ action, account }: ActionPage): string {
  return WHAT_HAPPENS_WHILE[account.state]?.[action] ?? WHAT_HAPPENS[action]
}

export function actionPage(page: ActionPage): Html {
  const { account, action, next, mistake } = page
  const title = `${ACTION_NAMES[action]}: ${account.name}`
  return layout({
    title: mistake === null ? title : `Not asked yet – ${title}`,
    operator: page.operator,
    message: null,
    main: html`<section class="card narrow">
      <h1>${title}</h1>
      <p>ON24 client ${account.on24ClientId} !${stateBadge(account.state)}</p>
      <p>${whatHappens(page)}</p>
      !${
        mistake === null
          ? ''
          : html`<p class="alert" role="alert" tabindex="-1" autofocus>${mistake}</p>`
      }
      <form method="post" action="/accounts/${account.on24ClientId}/${action}">
        <input type="hidden" name="next" value="${next}" />
        !${fieldsOf(page)}
        <p class="buttons">
          <button class="button primary" type="submit">${ACTION_NAMES[action]}</button>
          <a class="button quiet" href="${next}">Cancel</a>
        </p>
      </form>
    </section>`,
  })
}

function fieldsOf({ action, fields, mistake }: ActionPage): Html {
  if (action === 'pause') {
    return html`<div class="field">
      <label for="reason">Reason (may be left empty)</label>
      <input id="reason" name="reason" maxlength="${MAX_REASON_LENGTH}" value="${fields.reason}" />
      <p class="hint">For operators: it is shown with the account, and in Temporal.</p>
    </div>`
  }
  if (action !== 'backfill') return ''
  const day = (name: 'from' | 'to', words: string) =>
    html`<div class="field">
      <label for="${name}">${words}</label>
      <input
        id="${name}"
        name="${name}"
        type="date"
        value="${fields[name]}"
        aria-describedby="days-hint"
        required
        !${mistake === null ? '' : 'aria-invalid="true"'}
      />
    </div>`
  return html`<div class="days">!${day('from', 'From')} !${day('to', 'To')}</div>
    <p class="hint" id="days-hint">
      Days on which webinars began, in the Pacific time zone, both included.
    </p>
    <div class="field check">
      <input
        id="dry-run"
        name="dryRun"
        type="checkbox"
        value="true"
        !${fields.dryRun ? 'checked' : ''}
      />
      <label for="dry-run">Only say what would be written</label>
    </div>`
}
