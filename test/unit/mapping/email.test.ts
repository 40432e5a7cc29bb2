import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judgeEmail } from '../../../src/mapping/email.ts'

test('an address is trimmed and lower-cased, in no language in particular', () => {
  expect(judgeEmail('  Jane.IRIS@Example.COM\t')).toEqual({
    usable: true,
    email: 'jane.iris@example.com',
  })
  expect(judgeEmail('İ@example.com')).toEqual({ usable: true, email: 'i̇@example.com' })
})

test.for([null, '', '   ', '\r\n', ' \u200b\u2060 '])('%j is no address', (given) => {
  expect(judgeEmail(given)).toEqual({ usable: false, reason: 'noEmail' })
})

test.for([
  'jane',
  '@example.com',
  'jane@',
  'jane@home@example.com',
  'jane doe@example.com',
  'jane@exam\u00a0ple.com',
  'ja\u200bne@example.com',
  'jane@exam\u00adple.com',
  'jane\u200d@example.com',
  'ja\ud800ne@example.com',
  'ja\ufffdne@example.com',
  '\u0000jane@example.com',
  'jane\u0000@example.com',
  'jane@example\u0085.com',
  '512345678-deleted',
])('%j cannot be written', (given) => {
  expect(judgeEmail(given)).toEqual({ usable: false, reason: 'invalidEmail' })
})

test.for(['jane+webinar@example.com', "o'brien@example.com", 'jane@localhost', '姓@例え.jp'])(
  '%j can be written',
  (given) => {
    expect(judgeEmail(given)).toEqual({ usable: true, email: given })
  },
)

test('invisible characters are trimmed at the edges', () => {
  for (const given of ['\u200bjane@example.com\u200b', '\ufeff jane@example.com \u2060\u00ad']) {
    expect(judgeEmail(given)).toEqual({ usable: true, email: 'jane@example.com' })
  }
})

test('254 bytes are the most, however few characters they are', () => {
  const ofBytes = (bytes: number) => `${'ü'.repeat((bytes - 6) / 2)}@ab.cd`
  expect(judgeEmail(ofBytes(254)).usable).toBe(true)
  expect(judgeEmail(ofBytes(256))).toEqual({ usable: false, reason: 'invalidEmail' })
})

test('judging an address that was judged before changes nothing', () => {
  fc.assert(
    fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: 'binary' })), (given) => {
      const verdict = judgeEmail(given)
      if (verdict.usable) expect(judgeEmail(verdict.email)).toEqual(verdict)
    }),
  )
})
