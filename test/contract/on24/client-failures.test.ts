import { expect, test } from 'vitest'
import {
  call,
  CANARY,
  NOW,
  QUOTA_WAIT_MS,
  refuse,
  startOn24Stub,
} from '../../support/vendors/on24-stub.ts'

const IDLE = { totalevents: 0, totalregistrants: 0, totalattendees: 0, pagecount: 0 }

test('the token is checked with one call for the client itself', async () => {
  const { client, requests } = await startOn24Stub(() => ({ clientname: 'Any', subclients: [] }))
  await client.checkToken(call)
  expect(requests.map(({ url }) => url.pathname + url.search)).toEqual(['/v2/client/22950'])
})

test('a page of HTML with status 200 is an outage', async () => {
  const { client } = await startOn24Stub((_, response) => void response.end('<html>busy</html>'))
  const checked = client.checkToken(call)
  await expect(checked).rejects.toMatchObject({ name: 'On24Unavailable', code: 'NOT_JSON' })
})

test('a used up quota says how long to wait: as ON24 asks, or as the pace says', async () => {
  const date = new Date(NOW.getTime() + 90_000).toUTCString()
  for (const [header, retryAfterMs] of [
    ['7', 7_000],
    [date, 90_000],
    ['', QUOTA_WAIT_MS],
  ] as const) {
    const { client } = await startOn24Stub((_, response) => {
      response.setHeader('retry-after', header)
      refuse(response, 429, 'slow down')
    })
    const checked = client.checkToken(call)
    await expect(checked).rejects.toMatchObject({ name: 'On24QuotaReached', retryAfterMs })
  }
})

test('a call waits for its pace, and a cancelled wait sends nothing', async () => {
  const { client, requests } = await startOn24Stub(() => IDLE)
  const reason = new Error('cancelled')
  const signal = AbortSignal.abort(reason)
  await expect(client.checkToken({ signal })).rejects.toBe(reason)
  expect(requests).toEqual([])
})

test('no error of a failed call holds the credentials, the address or the body', async () => {
  for (const status of [200, 400, 401, 403, 404, 418, 429, 500]) {
    const { client } = await startOn24Stub((_, response) =>
      refuse(response, status, `The attendant ${CANARY}@example.com doesn't exist.`),
    )
    const thrown: unknown = await client.readEvent(CANARY, call).catch((error: unknown) => error)
    expect(thrown).toBeInstanceOf(Error)
    if (!(thrown instanceof Error)) continue
    const everything = [thrown.message, thrown.stack, JSON.stringify(thrown), String(thrown.cause)]
    expect(everything.join(' ')).not.toContain(CANARY)
  }
})
