import { describe, expect, test } from 'vitest'
import { apiRefusal, tokenRefusal } from '../../../src/act-on/classify.ts'
import { ActOnUnavailable } from '../../../src/act-on/errors.ts'

const reply = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
})

const nameOf = (refusal: Error | null) => refusal?.name ?? 'none'
const gateway = (httpCode: string, moreInformation = '') => ({
  httpCode,
  httpMessage: 'words',
  moreInformation,
})

describe('an answer of the API', () => {
  test.each([
    ['a success', 200, { status: 'success' }, 'none'],
    ['an empty object', 200, {}, 'none'],
    ['an error code in a success', 200, { errorCode: 10004 }, 'ActOnListGone'],
    ['a refused token', 401, gateway('401'), 'ActOnAccessRefused'],
    ['a refused token without a body', 401, '', 'ActOnAccessRefused'],
    ['too many calls', 429, gateway('429'), 'ActOnRateLimited'],
    ['a missing list, code as number', 400, { errorCode: 10004 }, 'ActOnListGone'],
    ['a missing list, code as text', 404, { errorCode: '10004' }, 'ActOnListGone'],
    ['an unknown column', 400, { errorCode: '10010', message: 'x' }, 'ActOnUnknownColumn'],
    [
      'its comma too many',
      400,
      '{\n "errorCode": "10010",\n "message": "x",\n}',
      'ActOnUnknownColumn',
    ],
    ['an expired job', 400, { errorCode: 10017 }, 'ActOnJobExpired'],
    ['a missing file', 400, { errorCode: 10003 }, 'ActOnMergeRefused'],
    ['a wrong destination', 400, { errorCode: 10025 }, 'ActOnMergeRefused'],
    ['headings that do not fit', 400, { errorCode: 10088 }, 'ActOnMergeRefused'],
    [
      'a wrong column type',
      400,
      { message: 'Upload specs contain an invalid column type value.' },
      'ActOnMergeRefused',
    ],
    ['any other code', 400, { errorCode: 10008, message: 'x' }, 'ActOnRequestRefused'],
    ['no code at all', 400, {}, 'ActOnRequestRefused'],
    ['a 400 in HTML', 400, '<html>', 'ActOnRequestRefused'],
    ['an upload too large', 413, '', 'ActOnRequestRefused'],
    ['a missing right', 403, { message: 'x' }, 'ActOnRequestRefused'],
    ['a firewall’s page', 403, '<html>', 'ActOnUnavailable'],
    ['an unknown route', 404, gateway('404'), 'ActOnUnavailable'],
    ['an empty 404', 404, '', 'ActOnUnavailable'],
    ['a redirect', 302, '', 'ActOnUnavailable'],
    ['a gateway that gave up', 504, '<html>', 'ActOnUnavailable'],
    ['an outage that quotes a code', 500, { errorCode: 10004 }, 'ActOnUnavailable'],
    [
      'no API access in an envelope',
      200,
      { errorCode: 1, message: 'PUBLIC_API_FEATURE_NOT_ENABLED' },
      'ActOnApiNotEnabled',
    ],
    ['no API access as text', 500, 'PUBLIC_API_FEATURE_NOT_ENABLED', 'ActOnApiNotEnabled'],
  ])('that is %s is told from the others', (_, status, body, name) => {
    expect(nameOf(apiRefusal(reply(status, body), 'lists'))).toBe(name)
  })

  test('may hold any text in a success', () => {
    const rows = { data: [['l-1:0', 'PUBLIC_API_FEATURE_NOT_ENABLED', 'errorCode']] }
    expect(apiRefusal(reply(200, rows), 'lists')).toBeNull()
  })

  test.each([
    [404, false],
    [302, false],
    [408, true],
    [500, true],
    [503, true],
  ])('of status %i may have taken effect: %s', (status, mayHaveTakenEffect) => {
    const refusal = apiRefusal(reply(status, ''), 'lists')
    expect(refusal).toBeInstanceOf(ActOnUnavailable)
    expect(refusal).toMatchObject({ mayHaveTakenEffect, reason: `HTTP ${String(status)}` })
  })

  test('keeps Act-On’s words out of the message and of every serialised form', () => {
    const refusal = apiRefusal(
      reply(400, { errorCode: 10099, message: 'ann@example.com is bad' }),
      'lists',
    )
    expect(refusal?.vendorWords).toBe('ann@example.com is bad')
    const shown = [String(refusal), JSON.stringify(refusal), refusal?.stack].join()
    expect(shown).not.toContain('ann@example.com')
    expect(Object.keys(refusal ?? {})).not.toContain('vendorWords')
  })
})

describe('an answer to a token call', () => {
  const grant = { error: 'invalid_grant', error_description: 'x' }
  test.each([
    ['a wrong password', 'password', 403, grant, 'ActOnWrongPassword'],
    ['a dead refresh token', 'refresh_token', 403, grant, 'ActOnRefreshTokenRefused'],
    ['the same by the book', 'refresh_token', 400, grant, 'ActOnRefreshTokenRefused'],
    ['our own credentials', 'password', 401, { error: 'access_denied' }, 'ActOnClientRefused'],
    ['the gateway’s 401', 'password', 401, gateway('401'), 'ActOnClientRefused'],
    ['a 429', 'password', 429, gateway('429'), 'ActOnTooManySignIns'],
    [
      'too many in words',
      'password',
      403,
      { error: 'invalid_grant', error_description: 'Too many attempts.' },
      'ActOnTooManySignIns',
    ],
    ['a firewall’s 403', 'password', 403, '<html>', 'ActOnUnavailable'],
    ['an empty 403', 'refresh_token', 403, '', 'ActOnUnavailable'],
    ['an unknown route', 'password', 404, gateway('404'), 'ActOnUnavailable'],
    ['an outage', 'password', 502, grant, 'ActOnUnavailable'],
    ['half an answer', 'refresh_token', 200, '{"access_to', 'ActOnUnavailable'],
    ['a shape nobody knows', 'refresh_token', 200, { token: 'x' }, 'none'],
    ['an unknown refusal', 'password', 403, { error: 'access_denied' }, 'none'],
  ] as const)('that is %s is told from the others', (_, type, status, body, name) => {
    expect(nameOf(tokenRefusal(reply(status, body), type))).toBe(name)
  })
})
