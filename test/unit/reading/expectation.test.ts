import { expect, test } from 'vitest'
import type { TrueList } from '../../../sandbox/act-on/truth.ts'
import { createSandboxClock } from '../../../sandbox/clock.ts'
import { createWorld } from '../../../sandbox/world/world.ts'
import { differences } from '../../support/expectation/differences.ts'
import { ExpectedAccount } from '../../support/expectation/expected-account.ts'
import { EXPECTED_HEADINGS } from '../../support/expectation/expected-cells.ts'

const FOLDER = '22950'

/** A webinar with two registrants, and the list in Act-On that is expected for it. */
function twoPeople() {
  const clock = createSandboxClock({ startAt: new Date('2026-03-05T15:20:00Z') })
  const world = createWorld({ preset: 'empty' }, clock)
  const eventId = world.addWebinar(FOLDER, { title: 'Talk', liveStartAt: clock.now() })
  for (const name of ['b', 'a']) {
    world.register(eventId, { email: `${name}@example.com` })
    clock.advance(1000)
  }
  const expected = new ExpectedAccount('UTC')
  expected.observe(world.truth(FOLDER))
  const [[name, { rows }] = expect.fail('no list')] = expected.lists()
  const list: TrueList = {
    listId: 'l-1',
    name,
    folderName: FOLDER,
    headings: EXPECTED_HEADINGS,
    rows: [...rows.values()].map(({ cells }, index) => ({
      recordId: `l-1:${String(index)}`,
      cells,
    })),
  }
  return { name, list, compare: (...lists: TrueList[]) => differences(FOLDER, lists, expected) }
}

test('the comparison finds nothing where all is as expected, and ignores other folders', () => {
  const { list, compare } = twoPeople()
  expect(compare(list, { ...list, name: 'Other', folderName: 'Elsewhere' })).toEqual([])
})

test('the comparison names lists that are missing, double or too many', () => {
  const { list, name, compare } = twoPeople()
  expect(compare()).toEqual([`list "${name}" is missing`])
  expect(compare(list, { ...list })).toEqual([`list "${name}" stands there twice`])
  expect(compare(list, { ...list, name: 'Other' })).toEqual(['list "Other" ought not to be there'])
})

test('the comparison names rows that are missing, double or too many', () => {
  const { list, name, compare } = twoPeople()
  const [first = expect.fail('no row'), second = expect.fail('no row')] = list.rows
  const stranger = { ...first, cells: { ...first.cells, 'Email Address': 'c@example.com' } }
  expect(compare({ ...list, rows: [first] })).toEqual([`list "${name}": b@example.com is missing`])
  expect(compare({ ...list, rows: [first, second, stranger, first] })).toEqual([
    `list "${name}": c@example.com ought not to be there`,
    `list "${name}": a@example.com stands there twice`,
  ])
})

test('the comparison names a single wrong cell, and columns in another order', () => {
  const { list, name, compare } = twoPeople()
  const [first = expect.fail('no row'), ...others] = list.rows
  const wrong = { ...first, cells: { ...first.cells, Status: 'Attended' } }
  expect(compare({ ...list, rows: [wrong, ...others] })).toEqual([
    `list "${name}": a@example.com, Status: is "Attended", ought to be "Registered"`,
  ])
  expect(compare({ ...list, headings: EXPECTED_HEADINGS.toReversed() })).toHaveLength(1)
})
