import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createAccountCipher } from '../../../src/crypto/account-cipher.ts'
import { openRow, sealRow } from '../../../src/store/rows/stored/row-content.ts'
import { FIELD_TABLE } from '../../../src/mapping/field-table.ts'

const cipher = createAccountCipher('22950', randomBytes(32))

function opened(cells: readonly string[]) {
  const sealed = sealRow(cipher, '1', { registrantId: '7', cells, clear: [] })
  return openRow(cipher, { eventId: '1', registrantId: '7', sealed })
}

const cells = FIELD_TABLE.map(({ heading }) => heading)

test('a row that was sealed before the last column was added still opens', () => {
  expect(opened(cells.slice(0, -1))).toEqual({ cells: cells.slice(0, -1), clear: [] })
})

test('a row with more cells than there are columns does not open', () => {
  expect(opened(cells).cells).toEqual(cells)
  expect(() => opened([...cells, 'x'])).toThrow()
})
