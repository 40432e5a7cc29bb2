import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { PROTECTIONS } from '../../protections/protections.ts'

describe('the protections that npm run test:protections takes out', () => {
  test.each(PROTECTIONS)('$name', ({ edits, test: { file } }) => {
    expect(existsSync(file)).toBe(true)
    for (const edit of edits) {
      const places = readFileSync(edit.file, 'utf8').split(edit.from).length - 1
      expect(places, `${edit.file} no longer has it once: ${edit.from}`).toBe(1)
    }
  })

  test('have unique names', () => {
    const names = PROTECTIONS.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })
})
