import { describe, expect, it } from 'vitest'
import {
  boundSeconds,
  exceeded,
  exceededLater,
  median,
  type Measured,
} from '../../../bench/minimal/bound.ts'
import { type Case, CASES } from '../../../bench/minimal/cases.ts'

const LIFTED = caseOf('lifted')
const SLOW = caseOf('2s')

function caseOf(name: string): Case {
  const found = CASES.find((one) => one.name === name)
  if (found === undefined) throw new Error(`There is no case ${name}.`)
  return found
}

function measured(seconds: number, cpuSeconds = 1, changes: object = {}): Measured {
  const figures = {
    on24Events: 1,
    on24People: 60,
    actOn: 90,
    polls: Array.from({ length: 30 }, () => 1),
    contacts: 6000,
    lists: 30,
    refused: 0,
    mostOn24InMinute: 100,
    ...changes,
  }
  return { seconds, cpuSeconds, figures }
}

describe('the time that the limits allow', () => {
  it('is the slower vendor, five calls in a row and one job', () => {
    // 60 calls each 0.6 s, or 90 each 0.25 s.
    expect(boundSeconds(SLOW, measured(0).figures)).toBeCloseTo(36 + 10 + 30)
    expect(boundSeconds(SLOW, measured(0, 1, { actOn: 200 }).figures)).toBeCloseTo(50 + 10 + 30)
  })

  it('counts one look at each job, however many there were', () => {
    const polls = Array.from({ length: 30 }, () => 5)
    const { figures } = measured(0, 1, { actOn: 200 + 4 * 30, polls })
    expect(boundSeconds(SLOW, figures)).toBeCloseTo(50 + 10 + 30)
  })

  it('knows that lists of events are spaced on their own', () => {
    const { figures } = measured(0, 1, { on24Events: 41 })
    expect(boundSeconds(SLOW, figures)).toBeCloseTo(80 + 10 + 30)
  })
})

describe('a first sync', () => {
  it('may take a quarter more than the limits allow', () => {
    expect(exceeded(SLOW, 'postgresql', measured(80), measured(94))).toEqual([])
    expect(exceeded(SLOW, 'postgresql', measured(80), measured(96, 1000))).toEqual([
      'wall: 1.26 times what the limits allow, more than 1.25',
    ])
  })

  it('may take twice the time of the script without limits, embedded a little more', () => {
    expect(exceeded(LIFTED, 'postgresql', measured(4), measured(7.9, 3.9))).toEqual([])
    expect(exceeded(LIFTED, 'embedded', measured(4), measured(9.9, 3.9))).toEqual([])
    expect(exceeded(LIFTED, 'postgresql', measured(4), measured(9.9, 4.1))).toEqual([
      "wall: 2.48 times the script's, more than 2",
      "CPU: 4.10 times the script's, more than 4",
    ])
  })

  it('keeps the quota, and writes what the script writes', () => {
    const careless = measured(80, 1, { mostOn24InMinute: 102, refused: 3, contacts: 5999 })
    expect(exceeded(SLOW, 'postgresql', measured(80), careless)).toEqual([
      'calls to ON24 in a minute: 1.02 times the quota, more than 1.01',
      '3 calls were refused by a limit',
      'the service wrote 5999 contacts in 30 lists, the script 6000 contacts in 30 lists',
    ])
  })
})

it('looks at a job once or twice in a later run', () => {
  expect(exceededLater({ polls: [1, 1, 2, 4] })).toEqual([])
  expect(exceededLater({ polls: [1, 2, 2, 4] })).toEqual([
    '2 looks at a job in the median, more than 1.5',
  ])
  expect(exceededLater({ polls: [] })).toHaveLength(1)
  expect(median([3, 1, 2, 10])).toBe(2.5)
})
