import { describe, expect, test } from 'vitest'
import { figuresByDay } from '../../../src/accounts/daily-figures.ts'
import { dayCharts } from '../../../src/web/pages/account/day-charts.ts'
import { OVERVIEW } from '../../support/browser/account-tab-examples.ts'
import { NOW } from '../../support/browser/status-page-examples.ts'

describe('charts of days', () => {
  const at = (time: string) => new Date(`2026-04-${time}:00Z`)
  const run = (time: string, changes = {}) => ({
    ...{ startedAt: at(time), succeededAt: null, contacts: 0, callsOn24: 0, callsActOn: 0 },
    ...changes,
  })

  test('add up the runs of a day, and find the longest time without a success', () => {
    const runs = [
      run('28T00:00', { succeededAt: at('28T00:10'), contacts: 3, callsOn24: 4, callsActOn: 5 }),
      run('28T23:59', { contacts: 4, callsOn24: 1 }),
      run('30T06:00', { succeededAt: at('30T06:10') }),
      // A success from before the days that are shown.
      run('01T18:00', { succeededAt: at('01T18:10') }),
    ]
    const days = figuresByDay(runs, { linkedAt: at('01T18:00'), now: NOW })
    expect(days).toHaveLength(30)
    expect(days[0]?.day).toBe('2026-04-02')
    expect(days.at(-1)?.day).toBe('2026-05-01')
    const dayOf = (day: string) => days.find((each) => each.day === day)
    expect(dayOf('2026-04-28')).toMatchObject({ contacts: 7, callsOn24: 5, callsActOn: 5 })
    const hours = (day: string) => Number(dayOf(day)?.hoursWithoutSuccess.toFixed(1))
    // From 1 April, 18:10, to the end of the day, and at last to 28 April, 00:10.
    expect(hours('2026-04-02')).toBe(29.8)
    expect(hours('2026-04-28')).toBe(630)
    expect(hours('2026-04-29')).toBe(47.8)
    // On 30 April the wait ended at 06:10; on 1 May another lasts until now, 09:30.
    expect(hours('2026-04-30')).toBe(54)
    expect(hours('2026-05-01')).toBe(27.3)
  })

  test('show no wait for an account that is not linked', () => {
    const days = figuresByDay([], { linkedAt: null, now: NOW })
    expect(new Set(days.map(({ hoursWithoutSuccess }) => hoursWithoutSuccess))).toEqual(
      new Set([0]),
    )
  })

  test('say their values in words, and draw the highest as high as the chart', () => {
    const charts = dayCharts(
      [
        { ...OVERVIEW.days[0], day: '2026-04-30', contacts: 0, hoursWithoutSuccess: 6.04 },
        { ...OVERVIEW.days[0], day: '2026-05-01', contacts: 1200, hoursWithoutSuccess: 31.26 },
      ].map((day) => ({ callsOn24: 1, callsActOn: 0, ...day })),
    )
    expect(charts).toContain(
      'aria-label="Contacts written a day, 2026-04-30 to 2026-05-01: 0; 1,200"',
    )
    expect(charts).toContain('Longest time without success, 2026-04-30 to 2026-05-01: 6; 31.3"')
    expect(charts).toContain('1,200 contacts')
    expect(charts).toContain('at most 31.3 hours')
    const [written = ''] = charts.split('</figure>')
    const heights = [...written.matchAll(/<rect[^>]*height="(\d+)"/g)].map(([, height]) => height)
    expect(heights).toEqual(['1', '60'])
  })
})
