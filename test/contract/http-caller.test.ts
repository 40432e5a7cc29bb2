import { getEventListeners } from 'node:events'
import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import type { VendorCall } from '../../src/contracts/vendor-call.ts'
import { createHttpCaller } from '../../src/http/http-caller.ts'
import type { HttpCallerOptions } from '../../src/http/http-caller.ts'
import { TransportFailure } from '../../src/http/transport-failure.ts'
import { portOf } from '../support/servers/port-of.ts'

const SECRET = 'zq7canary-secret'
const timeouts = { connectMs: 2_000, responseMs: 2_000, idleMs: 2_000, totalMs: 5_000 }
const closers: (() => void)[] = []

afterEach(() => {
  for (const close of closers.splice(0)) close()
})

test('every status is an answer with its headers in lower case and its whole body', async () => {
  const { call } = await serve((_, response) => {
    response.writeHead(503, { 'X-Odd': 'yes' }).end('<html>busy</html>')
  })
  const reply = await call.send(get('/a'))
  expect(reply).toMatchObject({
    status: 503,
    body: '<html>busy</html>',
    headers: { 'x-odd': 'yes' },
  })
})

test('a redirect is not followed, so that credentials go to no other server', async () => {
  let requestCount = 0
  const { call } = await serve((_, response) => {
    requestCount += 1
    response.writeHead(302, { location: '/elsewhere' }).end()
  })
  expect((await call.send(get('/a'))).status).toBe(302)
  expect(requestCount).toBe(1)
})

test('query values are percent-encoded, a plus sign and a space too', async () => {
  const { call } = await serve((request, response) => response.end(request.url))
  const reply = await call.send({ ...get('/a'), query: { email: 'a+b c@example.com' } })
  expect(reply.body).toBe('/a?email=a%2Bb%20c%40example.com')
})

test('a second call reuses the connection of the first, from any caller in the process', async () => {
  const { call, server, options } = await serve((_, response) => response.end('ok'))
  let connectionCount = 0
  server.on('connection', () => (connectionCount += 1))
  await call.send(get('/a'))
  await createHttpCaller(options).send(get('/b'))
  expect(connectionCount).toBe(1)
})

test('a connection cut before the answer is a transport failure that may have arrived', async () => {
  const { call } = await serve((request) => request.socket.destroy())
  const failure = await failureOf(call.send(get('/a')))
  expect(failure).toMatchObject({ code: 'ECONNRESET', mayHaveArrived: true })
})

test('a refused connection surely did not arrive', async () => {
  const { call, server } = await serve((_, response) => response.end())
  await new Promise((resolve) => server.close(resolve))
  const failure = await failureOf(call.send(get('/a')))
  expect(failure).toMatchObject({ code: 'ECONNREFUSED', mayHaveArrived: false })
})

test('a body cut in the middle is a failure, plain or compressed, and never a short text', async () => {
  const zipped = gzipSync('x'.repeat(100_000))
  const { call } = await serve((request, response) => {
    const isZipped = request.url === '/zipped'
    if (isZipped) response.setHeader('content-encoding', 'gzip')
    response.write(isZipped ? zipped.subarray(0, 60) : '{"rows":[1,2', () => {
      response.destroy()
    })
  })
  expect((await failureOf(call.send(get('/plain')))).code).toBe('ECONNRESET')
  expect((await failureOf(call.send(get('/zipped')))).message).not.toContain('rows')
})

test.each([
  ['RESPONSE_TIMEOUT', { responseMs: 40 }, ''],
  ['IDLE_TIMEOUT', { idleMs: 40 }, 'part'],
  ['TOTAL_TIMEOUT', { totalMs: 40 }, 'part'],
])('%s ends a stalled call', async (code, shorter, firstPart) => {
  const { call } = await serve((_, response) => {
    if (firstPart) response.write(firstPart)
  })
  const failure = await failureOf(call.send({ ...get('/a'), timeouts: shorter }))
  expect(failure).toMatchObject({ code, mayHaveArrived: true })
})

test('a reader that takes its time over the body does not run into the idle deadline', async () => {
  const { call } = await serve((_, response) => {
    response.write('one')
    setTimeout(() => response.end('two'), 20)
  })
  const reply = await call.open({ ...get('/a'), timeouts: { idleMs: 400 } })
  const parts: string[] = []
  for await (const chunk of reply.body) {
    parts.push(chunk.toString())
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  expect(parts.join('')).toBe('onetwo')
})

test('a TLS handshake that never ends is a connect timeout that surely did not arrive', async () => {
  const silent = createTcpServer(() => undefined).listen(0, '127.0.0.1')
  await new Promise((resolve) => silent.once('listening', resolve))
  closers.push(() => silent.close())
  const call = createHttpCaller({
    ...optionsFor(`https://127.0.0.1:${String(portOf(silent))}`),
    timeouts: { ...timeouts, connectMs: 60 },
  })
  const failure = await failureOf(call.send(get('/a')))
  expect(failure).toMatchObject({ code: 'CONNECT_TIMEOUT', mayHaveArrived: false })
})

test.each(['before the answer', 'within the body'])(
  'cancellation %s surfaces as the reason of the signal',
  async (moment) => {
    const controller = new AbortController()
    const reason = new Error('the activity was cancelled')
    const { call, calls } = await serve((_, response) => {
      if (moment === 'within the body') response.write('part')
      setTimeout(() => {
        controller.abort(reason)
      }, 20)
    })
    const sent = call.send({ ...get('/a'), signal: controller.signal })
    await expect(sent).rejects.toBe(reason)
    expect(calls.map(({ result }) => result)).toEqual(['CANCELLED'])
  },
)

test('a signal that is aborted already sends nothing', async () => {
  const { call, calls } = await serve((_, response) => response.end())
  const reason = new Error('gone')
  const signal = AbortSignal.abort(reason)
  await expect(call.send({ ...get('/a'), signal })).rejects.toBe(reason)
  expect(calls).toEqual([])
})

test('a finished call leaves no listener on its caller’s signal', async () => {
  const { call } = await serve((request, response) => {
    if (request.url === '/cut') request.socket.destroy()
    else response.end('ok')
  })
  const { signal } = new AbortController()
  await call.send({ ...get('/a'), signal })
  await failureOf(call.send({ ...get('/cut'), signal }))
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('a body over the limit is a failure', async () => {
  const { call } = await serve((_, response) => response.end('x'.repeat(2_000)))
  expect((await failureOf(call.send(get('/a')))).code).toBe('RESPONSE_TOO_LARGE')
})

test('an error holds no address, header, query value or body', async () => {
  const { call } = await serve((request) => request.socket.destroy())
  const failure = await failureOf(
    call.send({
      ...get(`/${SECRET}`),
      method: 'POST',
      query: { key: SECRET },
      headers: { accesstokensecret: SECRET },
      body: SECRET,
    }),
  )
  const everything = [failure.message, failure.stack, JSON.stringify(failure), failure.cause]
  expect(everything.join(' ')).not.toContain(SECRET)
  expect(Object.keys(failure).sort()).toEqual(['code', 'mayHaveArrived', 'name'])
})

test('each call is reported once, with its status or the code of its failure', async () => {
  const { call, calls } = await serve((request, response) => {
    if (request.url === '/cut') request.socket.destroy()
    else response.writeHead(204).end()
  })
  await call.send(get('/a'))
  await failureOf(call.send(get('/cut')))
  expect(calls.map(({ endpoint, result }) => [endpoint, result])).toEqual([
    ['thing', 204],
    ['thing', 'ECONNRESET'],
  ])
  expect(calls.every(({ durationMs }) => Number.isInteger(durationMs))).toBe(true)
})

function get(path: string) {
  return { endpoint: 'thing', method: 'GET', path, signal: new AbortController().signal } as const
}

function optionsFor(baseUrl: string): HttpCallerOptions {
  return { vendor: 'on24', baseUrl, timeouts, maxBodyBytes: 1_000 }
}

async function serve(listener: RequestListener) {
  const server: Server = createServer(listener).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  closers.push(() => {
    server.close()
    server.closeAllConnections()
  })
  const calls: VendorCall[] = []
  const onCall = (call: VendorCall) => calls.push(call)
  const options = { ...optionsFor(`http://127.0.0.1:${String(portOf(server))}`), onCall }
  return { call: createHttpCaller(options), server, calls, options }
}

async function failureOf(sent: Promise<unknown>): Promise<TransportFailure> {
  const thrown: unknown = await sent.then(
    () => 'no failure',
    (reason: unknown) => reason,
  )
  if (!(thrown instanceof TransportFailure)) throw new Error('expected a TransportFailure')
  return thrown
}

test.each([
  ['an address that is half a surrogate pair', { query: { email: 'a\ud800@example.com' } }],
  ['a header with a line break', { headers: { accesstokenkey: `${SECRET}\n` } }],
])('%s is a mistake in the call, not a network failure, and nothing is sent', async (_, odd) => {
  let requestCount = 0
  const { call, calls } = await serve((_request, response) => {
    requestCount += 1
    response.end()
  })
  const thrown: unknown = await call.send({ ...get('/a'), ...odd }).catch((error: unknown) => error)
  expect(thrown).toBeInstanceOf(Error)
  expect(thrown).not.toBeInstanceOf(TransportFailure)
  expect(thrown).not.toHaveProperty('config')
  expect(String(thrown)).not.toContain(SECRET)
  expect([requestCount, calls]).toEqual([0, []])
})

test('an answer that is not HTTP is a failure of the call', async () => {
  const babble = createTcpServer((socket) => socket.end('good day\r\n\r\n')).listen(0, '127.0.0.1')
  await new Promise((resolve) => babble.once('listening', resolve))
  closers.push(() => babble.close())
  const call = createHttpCaller(optionsFor(`http://127.0.0.1:${String(portOf(babble))}`))
  expect((await failureOf(call.send(get('/a')))).code).toMatch(/^HPE_/)
})
