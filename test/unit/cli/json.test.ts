import { expect, test } from 'vitest'
import { safeJson } from '../../../src/cli/format.ts'

test('JSON for a terminal is equivalent, without control and bidirectional characters', () => {
  const said = {
    title:
      'a\u009b31m \u007f \u202egnp.exe \u2066x\u2069 \ud83d\udc68\u200d\ud83d\udc69 \u{e0001} é 漢',
  }
  const json = JSON.stringify(said)
  const safe = safeJson(json)
  expect(JSON.parse(safe)).toEqual(said)
  expect(safe).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u)
  expect(safe).toContain('é 漢')
})
