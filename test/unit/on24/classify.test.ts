import { expect, test } from 'vitest'
import { classify } from '../../../src/on24/classify.ts'

const CANARY = 'zq7canary'

function classifyText(status: number, message: string) {
  return classify({
    endpoint: 'events',
    status,
    body: JSON.stringify({ message }),
    retryAfterMs: null,
  })
}

test.each([
  [400, 'Error, incorrect date formats.', 'On24RequestRefused', {}],
  [
    400,
    'Invalid Date format for params startdate and enddate. Incorrect timezone value provided.',
    'On24RequestRefused',
    {},
  ],
  [
    401,
    'Header must contain both accessTokenKey and accessTokenSecret.',
    'On24CredentialsRefused',
    { isDeactivated: false },
  ],
  [
    401,
    'AccessTokenKey and AccessTokenSecret are wrong or invalid.',
    'On24CredentialsRefused',
    { isDeactivated: false },
  ],
  [
    401,
    'AccessTokenKey and AccessTokenSecret are deactivated.',
    'On24CredentialsRefused',
    { isDeactivated: true },
  ],
  [
    403,
    'You have reached the maximum number of calls for this api.',
    'On24QuotaReached',
    { retryAfterMs: null },
  ],
  [403, 'You reached the maximum number of calls for this endpoint', 'On24QuotaReached', {}],
  [403, 'The event 311512 is inactive.', 'On24EventUnavailable', { reason: 'inactive' }],
  [403, 'The event id 311512 is inactive', 'On24EventUnavailable', { reason: 'inactive' }],
  [403, 'The client id 22950 is inactive.', 'On24ClientInactive', { reason: 'inactive' }],
  [
    403,
    'You do not have permission to perform the requested operation.',
    'On24PermissionDenied',
    { certain: true, reason: 'permission' },
  ],
  [
    403,
    "You don't have access to this client id",
    'On24PermissionDenied',
    { certain: true, reason: 'otherClient' },
  ],
  [
    403,
    'The client id is not an Elite user/The adminId can not perform operations under client 22950',
    'On24PermissionDenied',
    { certain: true, reason: 'notElite' },
  ],
  [404, "The event 311512 doesn't exist.", 'On24EventUnavailable', { reason: 'gone' }],
  [404, "The client 22950 doesn't exist.", 'On24ClientInactive', { reason: 'unknown' }],
])('%i "%s" is %s, and its words are kept', (status, text, name, fields) => {
  for (const spelling of [text, text.replace(/\.$/, ''), text.toUpperCase()]) {
    const error = classifyText(status, spelling)
    expect(error).toMatchObject({ name, ...fields })
    expect(error.message).toContain(spelling)
  }
})

test('an unknown 403 counts as a refusal that is not certain, and its words are dropped', () => {
  const error = classifyText(403, `${CANARY} is not welcome`)
  expect(error).toMatchObject({ name: 'On24PermissionDenied', certain: false })
  expect(error.message).not.toContain(CANARY)
})

test('a quota text counts as quota even when it names an inactive event', () => {
  const text = 'maximum number of calls reached: the event 1 is inactive'
  expect(classifyText(403, text).name).toBe('On24QuotaReached')
})

test('a known text with anything behind it is not quoted', () => {
  const error = classifyText(404, `The event 5 doesn't exist. Ask ${CANARY}@example.com`)
  expect(error).toMatchObject({ name: 'On24EventUnavailable', reason: 'gone' })
  expect(error.message).not.toContain(CANARY)
})

test('a 404 that names neither client nor event is no deleted event', () => {
  expect(classifyText(404, 'Not Found').name).toBe('On24UnexpectedResponse')
})

test('429 is quota whatever it says, with the wait that ON24 asks for', () => {
  const answer = { endpoint: 'events', status: 429, body: '<html>', retryAfterMs: 5_000 }
  expect(classify(answer)).toMatchObject({ name: 'On24QuotaReached', retryAfterMs: 5_000 })
})

test.each([500, 502, 503, 504, 599, 408])('%i is an outage', (status) => {
  const body = `<html>${CANARY}</html>`
  const error = classify({ endpoint: 'events', status, body, retryAfterMs: null })
  expect(error).toMatchObject({ name: 'On24Unavailable', code: `HTTP_${String(status)}` })
  expect(error.message).not.toContain(CANARY)
})

test.each([204, 302, 405, 418])('%i is an answer nobody expects', (status) => {
  const error = classify({ endpoint: 'events', status, body: '', retryAfterMs: null })
  expect(error.name).toBe('On24UnexpectedResponse')
})

test('a refusal in plain text from a gateway is understood like one in JSON', () => {
  const body = 'You have reached the maximum number of calls for this api.'
  const error = classify({ endpoint: 'events', status: 403, body, retryAfterMs: null })
  expect(error.name).toBe('On24QuotaReached')
})
