import { describe, expect, test, vi } from 'vitest'
import { runQuietly } from '../../../scripts/setup/run-command.mjs'
import { whyInstall } from '../../../scripts/setup/dependencies.mjs'

const locked = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/only-on-windows': { version: '2.0.0', optional: true },
  },
}

describe('the set-up installs the dependencies', () => {
  test('when none are there', () => {
    expect(whyInstall(locked, null)).toBe('the dependencies are not installed')
  })

  test('when one is there in another version than locked', () => {
    const installed = { packages: { 'node_modules/a': { version: '0.9.0' } } }
    expect(whyInstall(locked, installed)).toContain('differ from package-lock.json')
  })

  test('when one is missing', () => {
    expect(whyInstall(locked, { packages: {} })).toContain('differ from package-lock.json')
  })

  test('not when only packages for other platforms are missing', () => {
    const installed = { packages: { 'node_modules/a': { version: '1.0.0' } } }
    expect(whyInstall(locked, installed)).toBeNull()
  })
})

test('programs that the set-up runs get none of the service’s settings', async () => {
  vi.stubEnv('ENCRYPTION_KEYS', 'a-secret-of-the-service')
  vi.stubEnv('OPERATOR_TOKENS', 'a-secret-of-the-service')
  vi.stubEnv('npm_config_loglevel', 'silent')
  const { output } = await runQuietly('env', [])
  vi.unstubAllEnvs()
  expect(output).toContain('PATH=')
  expect(output).toContain('npm_config_loglevel=silent')
  expect(output).not.toContain('a-secret-of-the-service')
})
