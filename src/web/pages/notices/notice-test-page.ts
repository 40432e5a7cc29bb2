/** The pages that send a test notice and show what came of it on each channel. */
import type { Account } from '../../../api/account.ts'
import type { NoticeTest } from '../../../api/notice-test.ts'
import { SETTING_LABELS } from '../../../contracts/setting-labels.ts'
import { html, type Html } from '../../html.ts'
import { tabPath } from '../account/account-tabs.ts'
import { cardPage } from '../card-page.ts'
import { confirmForm, submitButton } from '../confirm-form.ts'

export interface NoticeTestPage {
  readonly operator: string
  readonly tests: readonly NoticeTest[]
  /** Whose own channels were tested, too; null: only those of all accounts. */
  readonly account: Pick<Account, 'on24ClientId' | 'name'> | null
}

const CHANNELS: Readonly<Record<NoticeTest['channel'], string>> = {
  webhook: 'Webhook',
  slack: 'Slack',
  email: 'E-mail',
  accountSlack: 'Slack of the account',
  accountEmail: 'E-mail of the account',
}

const GENERAL = 'for every process, start them again, and test once more.'

/** What to do after its test has failed. */
const NEXT_STEPS: Readonly<Record<NoticeTest['channel'], string>> = {
  webhook: `Check NOTIFY_WEBHOOK_URL and its receiver. If the setting is wrong, correct it ${GENERAL}`,
  slack: `Check NOTIFY_SLACK_URL in Slack. If the setting is wrong, correct it ${GENERAL}`,
  email: `Check NOTIFY_SMTP_URL, NOTIFY_EMAIL_TO and NOTIFY_EMAIL_FROM. If one is wrong, correct it ${GENERAL}`,
  accountSlack: `Check the webhook in Slack, or change the account’s ${SETTING_LABELS.notifySlackUrl}.`,
  accountEmail: `Check the account’s ${SETTING_LABELS.notifyEmailTo}, then NOTIFY_SMTP_URL and NOTIFY_EMAIL_FROM.`,
}

export function noticeTestPage({ operator, tests, account }: NoticeTestPage): Html {
  const failed = tests.filter(({ ok }) => !ok)
  return cardPage({
    title: failed.length === 0 ? 'Test of the notices' : 'Failed – Test of the notices',
    operator,
    heading: 'Test of the notices',
    content: html`!${failed.map((test) => failedTest(test, account))}
      <ul>
        !${tests.filter(({ ok }) => ok).map(({ channel }) => takenTest(channel))}
      </ul>
      <p>
        !${
          account === null
            ? html`<a href="/">All accounts</a>`
            : html`<a href="${tabPath(account.on24ClientId, 'settings')}">${account.name}</a>`
        }
      </p>`,
  })
}

function takenTest(channel: NoticeTest['channel']): Html {
  return html`<li id="${channel}">
    <strong>${CHANNELS[channel]}</strong>: The test notice was taken.
  </li>`
}

function failedTest({ channel, problem }: NoticeTest, account: NoticeTestPage['account']): Html {
  const isOwn = channel === 'accountSlack' || channel === 'accountEmail'
  return html`<div class="alert" role="alert" id="${channel}">
    <p><strong>${CHANNELS[channel]} failed</strong>: ${problem ?? ''}</p>
    <p>
      ${NEXT_STEPS[channel]}
      !${
        isOwn && account !== null
          ? html`<a href="/accounts/${account.on24ClientId}/change">Change the account</a>`
          : ''
      }
    </p>
  </div>`
}

/** Before anything is sent. */
export function askNoticeTestPage(operator: string): Html {
  return cardPage({
    title: 'Test the notices',
    operator,
    content: html`<p>
        A test notice is sent on every channel that is set, and you see what came of it.
      </p>
      !${confirmForm({
        action: '/notices/test',
        next: '/',
        buttons: submitButton('Send a test notice'),
      })}`,
  })
}

/** On an account's tab Settings: its own channels are tested, too. */
export function accountNoticeTestForm(on24ClientId: string): Html {
  return html`<form class="actions" method="post" action="/notices/test" id="notice-test">
    <input type="hidden" name="on24ClientId" value="${on24ClientId}" />
    <button class="button" type="submit">Send a test notice</button>
  </form>`
}
