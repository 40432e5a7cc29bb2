/** The settings that say on the customers' pages who asks. */
import { expect, test } from 'vitest'
import { withDemoOperator } from '../../../demo/demo-operator.ts'
import { type Environment, parseConfig } from '../../../src/config/config.ts'

const KEY = Buffer.from('a-key-of-32-bytes-for-tests-only').toString('base64')

const operator = (env: Environment) =>
  parseConfig({ ENCRYPTION_KEYS: `test:${KEY}`, ...env }, { mode: 'keys' }).operator

test('without settings nobody is named', () => {
  expect(operator({})).toEqual({ name: null, logoUrl: null, contact: null, privacyUrl: null })
})

test('name, logo, contact and privacy notice are taken; http only from this machine', () => {
  const settings = {
    OPERATOR_NAME: 'Contoso Events',
    OPERATOR_LOGO_URL: 'https://contoso.example/logo.svg?v=2',
    OPERATOR_CONTACT: 'help@contoso.example',
    OPERATOR_PRIVACY_URL: 'http://127.0.0.1:8090/privacy',
  }
  expect(operator(settings)).toEqual({
    name: 'Contoso Events',
    logoUrl: 'https://contoso.example/logo.svg?v=2',
    contact: 'mailto:help@contoso.example',
    privacyUrl: 'http://127.0.0.1:8090/privacy',
  })
})

test('the contact may be a page', () => {
  const page = 'https://contoso.example/help'
  expect(operator({ OPERATOR_CONTACT: page }).contact).toBe(page)
})

test('the demo names an operator of its own, unless the settings name one', () => {
  expect(operator(withDemoOperator({ OPERATOR_NAME: '' }))).toEqual({
    name: 'Example Events',
    logoUrl: null,
    contact: 'mailto:help@events.example',
    privacyUrl: 'https://events.example/privacy',
  })
  expect(operator(withDemoOperator({ OPERATOR_NAME: 'Contoso Events' }))).toEqual({
    ...{ name: 'Contoso Events', logoUrl: null, contact: null, privacyUrl: null },
  })
})
