import { describe, expect, test } from 'vitest'
import { called } from '../../../src/temporal/naming.ts'

const named = (name: string | null) => called({ on24ClientId: '22950', name })

describe('an account in the Temporal UI', () => {
  test('is called by its name beside its id, or by its id alone', () => {
    expect(named('Brightwater')).toBe('`Brightwater` (ON24 client 22950)')
    expect(named(null)).toBe('ON24 client 22950')
  })

  test('has a name that Markdown does not render', () => {
    expect(named('[a](https://evil.example) `b` <i>')).toBe(
      "`[a](https://evil.example) 'b' <i>` (ON24 client 22950)",
    )
    expect(named('turned \u202E around')).toBe('`turned around` (ON24 client 22950)')
  })

  test.each(['a'.repeat(200), '株'.repeat(200), '😀'.repeat(100)])(
    'has a name that leaves a summary shorter than the 200 bytes that Temporal takes: %#',
    (name) => {
      const longest = 'Dry run of the backfill 2023-01-01..2025-12-31 of '
      const summary = longest + called({ on24ClientId: '1'.repeat(20), name })
      expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(200)
      expect(summary).toContain('…')
      expect(summary).not.toContain('�')
    },
  )
})
