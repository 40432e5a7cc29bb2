import fc from 'fast-check'
import { expect, test } from 'vitest'
import { listName, listNameEnding } from '../../../src/mapping/list-name.ts'

test('a list is called like its webinar, with the event id behind', () => {
  expect(listName('Product Update', '4100000')).toBe('Product Update (4100000)')
})

test.for([null, '', ' \t\u0007 '])('a webinar with the title %j is named “Webinar”', (title) => {
  expect(listName(title, '4100000')).toBe('Webinar (4100000)')
})

test('white space and control characters become single spaces', () => {
  expect(listName(' "Quotes", commas,\tand\u0007 control\r\ncharacters\u00a0 ', '7')).toBe(
    '"Quotes", commas, and control characters (7)',
  )
})

test('a long title is cut between code points, without an ellipsis and without the id', () => {
  const name = listName('🚀'.repeat(120), '4100000')
  expect(name).toBe(`${'🚀'.repeat(90)} (4100000)`)
  expect([...name]).toHaveLength(100)
})

test('a title that just fits stays whole', () => {
  const title = 'x'.repeat(90)
  expect(listName(title, '4100000')).toBe(`${title} (4100000)`)
  expect(listName(`${title}y`, '4100000')).toBe(`${title} (4100000)`)
})

test('a cut behind a space leaves one space', () => {
  const name = listName(`${'x'.repeat(89)} and more`, '4100000')
  expect(name).toBe(`${'x'.repeat(89)} (4100000)`)
})

test('every name has at most 100 code points, ends with the id and holds nothing that breaks a line', () => {
  const titles = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.constant(null))
  fc.assert(
    fc.property(titles, fc.integer({ min: 1, max: 2 ** 40 }), (title, eventId) => {
      const name = listName(title, String(eventId))
      expect([...name].length).toBeLessThanOrEqual(100)
      expect(name.endsWith(` ${listNameEnding(String(eventId))}`)).toBe(true)
      expect(name).toBe(name.trim())
      expect(name).not.toMatch(/\p{Cc}|\s\s|[^\S ]/u)
    }),
  )
})
