/** The confirmation page of an action: what will happen, the form's fields and the button. */
import { MAX_REASON_LENGTH } from '../../../contracts/pause-reason.ts'
import { html, type Html } from '../../html.ts'
import type { Account } from '../../../api/account.ts'
import type { AccountState } from '../../../contracts/account-state.ts'
import { confirmForm, submitButton } from '../confirm-form.ts'
import { formAlert } from '../form-alert.ts'
import { cardPage } from '../card-page.ts'
import { stateBadge } from '../state-badge.ts'
import { ACTION_NAMES, type Action } from './actions.ts'

export interface ActionPage {
  readonly operator: string
  readonly account: Pick<Account, 'on24ClientId' | 'name' | 'state'>
  readonly action: Action
  /** Where the operator goes after the action, or on cancel. */
  readonly next: string
  /** As typed, to be shown again. */
  readonly fields: ActionFields
  /** What is wrong with the fields. */
  readonly mistake: string | null
}

export interface ActionFields {
  readonly reason: string
  readonly from: string
  readonly to: string
  readonly dryRun: boolean
}

export const NO_FIELDS: ActionFields = { reason: '', from: '', to: '', dryRun: false }

export const WHAT_HAPPENS: Readonly<Record<Action, string>> = {
  pause:
    'Within 15 seconds, all calls to ON24 and Act-On for this account stop: the current run ends, and backfills wait. Nothing is lost: a resume continues with everything that was read or waits.',
  resume: 'Runs continue: one starts at once, then one every six hours again.',
  sync: 'A run starts at once, or after the current one.',
  backfill:
    'All webinars of these days are read again, and the differences are written to Act-On. The six-hourly runs continue and take precedence.',
  invite:
    'Creates a link with which the customer signs in to Act-On. It can be used once, within seven days; earlier links stop working.',
}

const NOT_LINKED =
  'The customer has not linked Act-On yet, so this is refused. Invite the customer first.'

const WHAT_HAPPENS_WHILE: Partial<Record<AccountState, Partial<Record<Action, string>>>> = {
  unlinked: { pause: NOT_LINKED, resume: NOT_LINKED, sync: NOT_LINKED, backfill: NOT_LINKED },
  active: {
    resume: 'The account is not paused: this changes nothing.',
  },
  paused: {
    pause: 'The account is already paused: this changes nothing, and the first reason stays.',
    sync: 'While the account is paused, this is refused. Resume it instead: that also starts a run.',
    backfill: `${WHAT_HAPPENS.backfill} It starts when the account is resumed.`,
  },
  waitingForQuota: {
    sync: 'Checks at once whether Act-On takes calls again, and starts a run.',
  },
}

function whatHappens({ action, account }: ActionPage): string {
  return WHAT_HAPPENS_WHILE[account.state]?.[action] ?? WHAT_HAPPENS[action]
}

export function actionPage(page: ActionPage): Html {
  const { account, action, next, mistake } = page
  const title = `${ACTION_NAMES[action]}: ${account.name}`
  return cardPage({
    title: mistake === null ? title : `Not sent yet – ${title}`,
    operator: page.operator,
    heading: title,
    content: html`<p>ON24 client ${account.on24ClientId} !${stateBadge(account.state)}</p>
      <p>${whatHappens(page)}</p>
      !${formAlert(mistake)}
      !${confirmForm({
        action: `/accounts/${account.on24ClientId}/${action}`,
        next,
        fields: fieldsOf(page),
        buttons: submitButton(ACTION_NAMES[action]),
      })}`,
  })
}

/** Empty for an action that needs nothing else. */
export function fieldsOf({
  action,
  fields,
  mistake,
}: Pick<ActionPage, 'action' | 'fields' | 'mistake'>): Html {
  if (action === 'pause') {
    return html`<div class="field">
      <label for="reason">Reason (optional)</label>
      <input id="reason" name="reason" maxlength="${MAX_REASON_LENGTH}" value="${fields.reason}" />
      <p class="hint">For operators: shown with the account and in Temporal.</p>
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
      Days on which webinars started, in the Pacific time zone, both included.
    </p>
    <div class="field check">
      <input
        id="dry-run"
        name="dryRun"
        type="checkbox"
        value="true"
        !${fields.dryRun ? 'checked' : ''}
      />
      <label for="dry-run">Dry run: only count what would be written</label>
    </div>`
}
