import { describe, expect, test } from 'vitest'
import { whyInstall } from '../../scripts/setup/dependencies.mjs'

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
    expect(whyInstall(locked, installed)).toContain('not those of package-lock.json')
  })

  test('when one is missing', () => {
    expect(whyInstall(locked, { packages: {} })).toContain('not those of package-lock.json')
  })

  test('not when only packages for other platforms are missing', () => {
    const installed = { packages: { 'node_modules/a': { version: '1.0.0' } } }
    expect(whyInstall(locked, installed)).toBeNull()
  })
})
