import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'
import { expect, onTestFinished, test } from 'vitest'
import type { Message } from '../../src/notices/message.ts'
import { NoticeNotTaken } from '../../src/notices/not-taken.ts'
import { createWebhookClient } from '../../src/notices/webhook-client.ts'
import { MESSAGE_TEXT } from '../support/api/message-text.ts'
import { portOf } from '../support/servers/port-of.ts'

const SECRET = 'Zq7canary-secret'
const PATH = '/Zq7canary/hook?key=Zq7canary'
const signal = new AbortController().signal

const BODY = { type: 'account.needsRelink', name: 'Ü' }

function message(): Message {
  const body = () => Promise.resolve(BODY)
  return { id: 'notice-1', sentAt: new Date(), text: MESSAGE_TEXT, answers: null, body }
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${String(portOf(server))}${PATH}`
}

async function sent(secret: string): Promise<{ request: IncomingMessage; body: string }> {
  const arrived = Promise.withResolvers<{ request: IncomingMessage; body: string }>()
  const url = await serve((request, response) => {
    void text(request).then((body) => {
      response.writeHead(204).end()
      arrived.resolve({ request, body })
    })
  })
  await createWebhookClient({ url, secret })(message(), { signal })
  return arrived.promise
}

async function failureOf(url: string): Promise<unknown> {
  const send = createWebhookClient({ url, secret: SECRET })
  return send(message(), { signal }).catch((error: unknown) => error)
}

const STANDARD_SECRET = `whsec_${randomBytes(24).toString('base64')}`

test.each([
  ['any text', SECRET, () => new Webhook(SECRET, { format: 'raw' })],
  ['a text beyond ASCII', 'süß', () => new Webhook(Buffer.from('süß'), { format: 'raw' })],
  ['the standard’s own form', STANDARD_SECRET, () => new Webhook(STANDARD_SECRET)],
])('a receiver can verify what is signed with %s', async (_what, secret, verifier) => {
  const { request, body } = await sent(secret)
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  )
  expect(request).toMatchObject({ method: 'POST', url: PATH })
  expect(headers).toMatchObject({ 'webhook-id': 'notice-1', 'content-type': 'application/json' })
  expect(verifier().verify(body, headers)).toEqual(BODY)
  expect(() => verifier().verify(body.replace('Ü', 'U'), headers)).toThrow('No matching signature')
})

test('a user name and password in the address are given to the receiver', async () => {
  const asked = Promise.withResolvers<string | undefined>()
  const url = await serve((request, response) => {
    asked.resolve(request.headers.authorization)
    response.end()
  })
  await createWebhookClient({ url: url.replace('//', '//me:pw@'), secret: SECRET })(message(), {
    signal,
  })
  expect(await asked.promise).toBe(`Basic ${Buffer.from('me:pw').toString('base64')}`)
})

test.each([302, 400, 404, 410, 500, 503])('an answer %i is not a success', async (status) => {
  let calls = 0
  const url = await serve((_, response) => {
    calls += 1
    response.writeHead(status, { location: '/elsewhere' }).end('Zq7canary')
  })
  const failure = await failureOf(url)
  expect(failure).toBeInstanceOf(NoticeNotTaken)
  expect(failure).toMatchObject({
    message: `The receiver of notices (NOTIFY_WEBHOOK_URL) answered ${String(status)}.`,
  })
  expect(calls).toBe(1)
})

test('a receiver that does not answer or disconnects is reported by the network’s error code alone', async () => {
  const gone = await failureOf('http://127.0.0.1:1/Zq7canary')
  const cut = await failureOf(await serve((request) => request.socket.destroy()))
  expect(String(gone)).toContain('did not answer (ECONNREFUSED)')
  expect(String(cut)).toContain('did not answer (ECONNRESET)')
  for (const failure of [gone, cut]) {
    expect(failure).toBeInstanceOf(NoticeNotTaken)
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toMatch(/Zq7canary/)
  }
})

test('an accepted notice counts as accepted, however long or broken the answer’s body', async () => {
  const endless = await serve((_, response) => {
    const more = () => {
      if (!response.destroyed) response.write('x'.repeat(64 * 1024), more)
    }
    more()
  })
  const broken = await serve((_, response) => {
    response.writeHead(200, { 'content-length': 10 })
    response.write('abc', () => response.destroy())
  })
  expect(await failureOf(endless)).toBeNull()
  expect(await failureOf(broken)).toBeNull()
})

test('a cancelled attempt ends with the reason of its cancellation', async () => {
  const controller = new AbortController()
  const reason = new Error('cancelled')
  const url = await serve(() => controller.abort(reason))
  const send = createWebhookClient({ url, secret: SECRET })
  await expect(send(message(), { signal: controller.signal })).rejects.toBe(reason)
})
