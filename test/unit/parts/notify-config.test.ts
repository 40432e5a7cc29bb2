/** The settings of notices: their formats, and those that need each other. */
import { expect, test } from 'vitest'
import { type Environment, parseConfig } from '../../../src/config/config.ts'

const KEYS = `test:${Buffer.from('a-key-of-32-bytes-for-tests-only').toString('base64')}`

const EMAIL = {
  NOTIFY_SMTP_URL: 'smtps://me:canary@mail.example.com',
  NOTIFY_EMAIL_TO: 'ops@example.com',
  NOTIFY_EMAIL_FROM: 'sync@example.com',
}

const notifyOf = (env: Environment) =>
  parseConfig({ ENCRYPTION_KEYS: KEYS, ...env }, { mode: 'keys' }).notify

function refusal(env: Environment): string {
  try {
    notifyOf(env)
  } catch (error) {
    if (error instanceof Error) return error.message
  }
  return 'not refused'
}

test.each([
  ['NOTIFY_WEBHOOK_URL', 'http://canary.example.com/hook'],
  ['NOTIFY_WEBHOOK_SECRET', 'whsec_canary'],
  ['NOTIFY_SLACK_URL', 'http://canary.example.com/services'],
  ['NOTIFY_SMTP_URL', 'https://canary.example.com'],
  ['NOTIFY_SMTP_URL', 'smtp://canary@mail.example.com'],
  ['NOTIFY_SMTP_URL', 'smtp://me:canary%@mail.example.com'],
  ['NOTIFY_SMTP_URL', 'smtp://me:canary@mail.example.com/?tls.rejectUnauthorized=false'],
  ['NOTIFY_EMAIL_TO', 'canary'],
  ['NOTIFY_EMAIL_TO', ','],
  ['NOTIFY_EMAIL_TO', 'ops@example.com;canary@example.com'],
  ['NOTIFY_EMAIL_FROM', 'canary <canary>'],
])('no process starts with a wrong %s, and its value is not repeated', (name, value) => {
  const message = refusal({ ...EMAIL, NOTIFY_WEBHOOK_SECRET: 's', [name]: value })
  expect(message).toContain(`- ${name} must`)
  expect(message).not.toContain('canary')
})

test('no process starts if notices could not be signed', () => {
  expect(refusal({ NOTIFY_WEBHOOK_URL: 'https://example.com/hook' })).toContain(
    '- NOTIFY_WEBHOOK_SECRET is missing',
  )
})

test('no process starts if notices by e-mail lack a setting, and each that is missing is named', () => {
  const { NOTIFY_SMTP_URL, ...others } = EMAIL
  const server = refusal({ NOTIFY_SMTP_URL })
  expect(server).toContain('- NOTIFY_EMAIL_TO is missing: e-mail addresses that receive notices')
  expect(server).toContain('- NOTIFY_EMAIL_FROM is missing: sender of the e-mails')
  expect(server).not.toContain('canary')
  expect(refusal(others)).toContain(
    '; notices by e-mail need it with NOTIFY_EMAIL_TO and NOTIFY_EMAIL_FROM',
  )
})

test('the user name and password of a mail server may have any characters', () => {
  const serverOf = (url: string) => notifyOf({ ...EMAIL, NOTIFY_SMTP_URL: url }).email?.server
  const login = { user: 'me@example.com', password: 'a/b:c' }
  expect(serverOf('smtps://me%40example.com:a%2Fb%3Ac@mail.example.com')).toEqual({
    ...{ host: 'mail.example.com', port: 465, secure: true, isLoopback: false, login },
  })
  expect(serverOf('smtp://[::1]:2525')).toEqual({
    ...{ host: '::1', port: 2525, secure: false, isLoopback: true, login: null },
  })
  expect(serverOf('smtp://mail.example.com')).toMatchObject({ port: 587, isLoopback: false })
})

test('e-mail goes to several addresses, from a sender that may have a name', () => {
  const { email } = notifyOf({
    ...EMAIL,
    ...{ NOTIFY_EMAIL_TO: 'ada@example.com, ops@example.com' },
    ...{ NOTIFY_EMAIL_FROM: 'The sync <sync@example.com>' },
  })
  expect(email).toMatchObject({
    to: ['ada@example.com', 'ops@example.com'],
    from: { name: 'The sync', address: 'sync@example.com' },
  })
})
