/** Notices by e-mail, against a real SMTP server: what arrives, over which connection, and what is said when it fails. */
import { createServer } from 'node:net'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { CANARY } from '../../sandbox/world/canary.ts'
import { parseConfig } from '../../src/config/config.ts'
import { createMailClient, mailOptions } from '../../src/notices/mail-client.ts'
import type { Message } from '../../src/notices/message.ts'
import { NoticeNotTaken } from '../../src/notices/not-taken.ts'
import {
  MAIL_TO,
  type MailReceiver,
  REFUSED,
  startMailReceiver,
} from '../support/api/mail-receiver.ts'
import { MESSAGE_TEXT } from '../support/api/message-text.ts'
import { portOf } from '../support/servers/port-of.ts'

const signal = new AbortController().signal
const SENT_AT = new Date('2026-06-15T07:01:00Z')

function message(id: string, answers: string | null = null): Message {
  const body = () => expect.fail('Only the webhook has a body for programs.')
  return { id, sentAt: SENT_AT, text: MESSAGE_TEXT, answers, body }
}

function clientFor(env: Readonly<Record<string, string>>) {
  const keys = `test:${Buffer.from('a-key-of-32-bytes-for-tests-only').toString('base64')}`
  const { email } = parseConfig({ ENCRYPTION_KEYS: keys, ...env }, { mode: 'keys' }).notify
  return createMailClient(email ?? expect.fail('no e-mail'), 'in NOTIFY_EMAIL_TO')
}

async function receiver(...options: Parameters<typeof startMailReceiver>): Promise<MailReceiver> {
  const started = await startMailReceiver(...options)
  onTestFinished(() => started.close())
  return started
}

const problemOf = async (env: Readonly<Record<string, string>>) =>
  clientFor(env)(message('notice-1'), { signal }).catch((error: unknown) => error)

test('beginning and end arrive whole, as text and as HTML, and are one thread', async () => {
  const mails = await receiver()
  const deliver = clientFor(mails.env)
  expect(await deliver(message('begun'), { signal })).toBeNull()
  expect(await deliver(message('ended', 'begun'), { signal })).toBeNull()
  const [begun, ended] = mails.received
  expect(begun).toMatchObject({
    recipients: [MAIL_TO],
    from: { name: 'The sync', address: 'sync@example.com' },
    to: [{ address: MAIL_TO }],
    subject: 'Ümlaut & <!channel> (22950) is failing',
    messageId: '<begun@example.com>',
    date: SENT_AT.toISOString(),
  })
  expect(begun?.text?.trim().replaceAll('\r\n', '\n')).toBe(
    [
      'Ümlaut & <!channel> is failing',
      'ON24 does not answer.',
      'Account: Ümlaut & <!channel> (ON24 client 22950)\nSince: 2026-06-15 07:00 UTC',
      'Next step: Wait.',
      'Open the account’s page: http://127.0.0.1:8080/accounts/22950',
    ].join('\n\n'),
  )
  expect(begun?.html).toContain('<h1>Ümlaut &#38; &#60;!channel&#62; is failing</h1>')
  expect(begun?.html).toContain('href="http://127.0.0.1:8080/accounts/22950"')
  expect(begun?.headers).toContainEqual(
    expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }),
  )
  expect(ended).toMatchObject({
    subject: 'Re: Ümlaut & <!channel> (22950) is failing',
    messageId: '<ended@example.com>',
    inReplyTo: '<begun@example.com>',
    references: '<begun@example.com>',
  })
  expect(mails.received).toHaveLength(2)
})

test('STARTTLS is used where it is offered, and demanded of every other machine', async () => {
  const [plain, offering] = [await receiver(), await receiver({})]
  await clientFor(plain.env)(message('a'), { signal })
  await clientFor(offering.env)(message('a'), { signal })
  expect(plain.received.map(({ isEncrypted }) => isEncrypted)).toEqual([false])
  expect(offering.received.map(({ isEncrypted }) => isEncrypted)).toEqual([true])

  const server = { host: 'mail.example.com', port: 587, login: null }
  const elsewhere = { ...server, secure: false, isLoopback: false }
  expect(mailOptions(elsewhere)).toMatchObject({ requireTLS: true, secure: false })
  expect(mailOptions(elsewhere)).not.toHaveProperty('tls')
  expect(mailOptions({ ...elsewhere, secure: true })).not.toHaveProperty('tls')
})

test('an address that is refused is reported, and the others have the message', async () => {
  const mails = await receiver()
  const NOTIFY_EMAIL_TO = `${MAIL_TO}, ${REFUSED}`
  expect(await problemOf({ ...mails.env, NOTIFY_EMAIL_TO })).toBe(
    'The mail server (NOTIFY_SMTP_URL) refused 1 of the 2 addresses in NOTIFY_EMAIL_TO.',
  )
  expect(mails.received).toMatchObject([{ recipients: [MAIL_TO] }])
})

test.each<[string, (mails: MailReceiver) => Record<string, string>, string]>([
  [
    'a wrong password',
    (mails) => ({ NOTIFY_SMTP_URL: mails.url({ password: CANARY }) }),
    'refused the user name or password (535).',
  ],
  [
    'no recipient that is accepted',
    () => ({ NOTIFY_EMAIL_TO: REFUSED }),
    'refused every address in NOTIFY_EMAIL_TO (550).',
  ],
  [
    'a certificate that nobody signed',
    (mails) => ({ NOTIFY_SMTP_URL: mails.url({ scheme: 'smtps' }) }),
    'its TLS certificate is not trusted for this host.',
  ],
  [
    'a port where nothing listens',
    (mails) => ({ NOTIFY_SMTP_URL: mails.url({ port: 1 }) }),
    'did not answer (ECONNREFUSED): nothing listens at its host and port.',
  ],
  [
    'a host that does not exist',
    () => ({ NOTIFY_SMTP_URL: `smtps://me:${CANARY}@mail.${CANARY}.invalid` }),
    ': its host name is unknown.',
  ],
])('%s is named in plain words, without any address or password', async (what, change, words) => {
  const isTls = what.includes('certificate')
  const mails = await receiver(...(isTls ? [{ secure: true }] : []))
  const problem = await problemOf({ ...mails.env, ...change(mails) })
  expect(problem).toBeInstanceOf(NoticeNotTaken)
  expect(String(problem)).toContain('The mail server (NOTIFY_SMTP_URL) ')
  expect(String(problem)).toContain(words)
  expect(JSON.stringify(problem, Object.getOwnPropertyNames(problem))).not.toMatch(
    new RegExp(CANARY, 'i'),
  )
  expect(mails.received).toEqual([])
})

test('a message that is refused, TLS where there is none, and another protocol are named', async () => {
  const mails = await receiver()
  mails.answers.push(554)
  expect(String(await problemOf(mails.env))).toContain('refused the message (554).')
  const NOTIFY_SMTP_URL = mails.url({ scheme: 'smtps' })
  expect(String(await problemOf({ ...mails.env, NOTIFY_SMTP_URL }))).toContain(
    'TLS did not work: check the scheme and the port.',
  )
  const web = createServer((socket) => {
    socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void web.close())
  await once(web, 'listening')
  const port = portOf(web)
  expect(String(await problemOf({ ...mails.env, NOTIFY_SMTP_URL: mails.url({ port }) }))).toContain(
    'did not answer like one: check its port.',
  )
})

test('a cancelled attempt ends with the reason of its cancellation', async () => {
  const controller = new AbortController()
  const reason = new Error('cancelled')
  const silent = createServer(() => {
    controller.abort(reason)
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void silent.close())
  await once(silent, 'listening')
  const mails = await receiver()
  const deliver = clientFor({ ...mails.env, NOTIFY_SMTP_URL: mails.url({ port: portOf(silent) }) })
  await expect(deliver(message('a'), { signal: controller.signal })).rejects.toBe(reason)
})
