/** Notices in Slack's format, and what is said when Slack does not take them. */
import { expect, onTestFinished, test } from 'vitest'
import type { Message } from '../../src/notices/message.ts'
import { createSlackClient } from '../../src/notices/slack-client.ts'
import { MESSAGE_TEXT } from '../support/api/message-text.ts'
import { startSlackReceiver } from '../support/api/slack-receiver.ts'

const signal = new AbortController().signal

const MESSAGE: Message = {
  ...{ id: 'notice-1', sentAt: new Date(), text: MESSAGE_TEXT, answers: null },
  body: () => expect.fail('Only the webhook has a body for programs.'),
}

const RECEIVER = 'Slack (NOTIFY_SLACK_URL)'

async function slack() {
  const receiver = await startSlackReceiver()
  onTestFinished(() => receiver.close())
  const url = receiver.env['NOTIFY_SLACK_URL'] ?? ''
  const send = (change: Partial<Message['text']> = {}) =>
    createSlackClient(url, RECEIVER)(
      { ...MESSAGE, text: { ...MESSAGE_TEXT, ...change } },
      { signal },
    )
  return { ...receiver, send }
}

test('a notice is one message whose names cannot mention anybody', async () => {
  const { send, received } = await slack()
  expect(await send()).toBeNull()
  const markdown = (text: string) => ({ type: 'mrkdwn', text })
  const section = (text: string) => ({ type: 'section', text: markdown(text) })
  expect(received).toEqual([
    {
      text: 'Ümlaut &amp; &lt;!channel&gt; is failing: ON24 does not answer.',
      unfurl_links: false,
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: 'Ümlaut & <!channel> is failing' } },
        section('ON24 does not answer.'),
        {
          type: 'section',
          fields: [
            markdown('*Account*\nÜmlaut &amp; &lt;!channel&gt; (ON24 client 22950)'),
            markdown('*Since*\n2026-06-15 07:00 UTC'),
          ],
        },
        section('*Next step*\nWait.'),
        section('<http://127.0.0.1:8080/accounts/22950|Open the account’s page>'),
      ],
    },
  ])
})

test('texts that are too long for Slack are cut', async () => {
  const { send, received } = await slack()
  expect(await send({ headline: 'h'.repeat(500), happened: '&'.repeat(2000) })).toBeNull()
  expect(received).toHaveLength(1)
})

test.each([
  [404, 'no_service', 'answered 404 (no_service): the webhook is gone or switched off, create a'],
  [500, 'rollup_error', 'answered 500 (rollup_error).'],
  [302, '<html>Zq7canary</html>', 'answered 302.'],
  [429, '', 'answered 429.'],
])('an answer %i with “%s” is not a success', async (status, body, words) => {
  const { send, answers } = await slack()
  answers.push([status, body])
  const failure: unknown = await send().catch((error: unknown) => error)
  expect(failure).toMatchObject({ name: 'NoticeNotTaken' })
  expect(String(failure)).toContain(`Slack (NOTIFY_SLACK_URL) ${words}`)
  expect(String(failure)).not.toContain('canary')
})

test('a receiver that is not there is reported by the error code, with what it means', async () => {
  const send = createSlackClient('http://127.0.0.1:1/Zq7canary', RECEIVER)
  const failure: unknown = await send(MESSAGE, { signal }).catch((error: unknown) => error)
  expect(String(failure)).toContain(
    'Slack (NOTIFY_SLACK_URL) did not answer (ECONNREFUSED): nothing listens at its host and port.',
  )
})
