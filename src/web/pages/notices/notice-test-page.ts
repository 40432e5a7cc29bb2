/** The pages that send a test notice and show what came of it on each channel. */
import type { Account } from '../../../api/account.ts'
import type { NoticeTest } from '../../../api/notice-test.ts'
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

export function noticeTestPage({ operator, tests, account }: NoticeTestPage): Html {
  return cardPage({
    title: 'Test of the notices',
    operator,
    content: html`<ul>
        !${tests.map(testLine)}
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

function testLine({ channel, problem }: NoticeTest): Html {
  return html`<li id="${channel}">
    <strong>${CHANNELS[channel]}</strong>: ${problem ?? 'The test notice was taken.'}
  </li>`
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
