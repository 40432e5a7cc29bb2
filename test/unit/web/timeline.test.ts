import { expect, test } from 'vitest'
import type { RunTimes } from '../../../src/store/runs/run-times.ts'
import { timeline } from '../../../src/web/pages/run/timeline.ts'
import { NOW, RUN } from '../../support/browser/status-page-examples.ts'

const NOTHING: RunTimes = {
  ...{ discoveredAt: null, actOnStoppedAt: null, reads: null, comparisons: null, uploads: null },
}

const momentsIn = (page: string) =>
  [...page.matchAll(/<li id="moment-([\w-]+)"/g)].map(([, id]) => id)

const after = (seconds: number) => new Date(Date.parse(RUN.startedAt) + seconds * 1000)

test('what happened stands in the order of time, each with the time since the start', () => {
  const reads = { count: 3, first: after(6), last: after(90), slices: [2, 0, 1] }
  const times = { ...NOTHING, discoveredAt: after(5), actOnStoppedAt: after(60), reads }
  const page = timeline(RUN, times, NOW)
  expect(momentsIn(page)).toEqual([
    ...['started', 'discovered', 'first-read', 'act-on-stopped', 'last-read', 'finished'],
  ])
  expect(page).toContain('after 1 min 30 s')
  // Of four webinars, one was read again by a later run.
  expect(page).toContain('The latest of 3 webinars whose time is known')
  expect(page).toContain('aria-label="3 webinars read, from')
  expect(page.match(/<rect/g)).toHaveLength(3)
})

test('a run of which little is known has its start and end, and one that runs says how far it is', () => {
  expect(momentsIn(timeline(RUN, NOTHING, NOW))).toEqual(['started', 'finished'])
  const running = { ...RUN, finishedAt: null, outcome: null, webinars: { read: 2, of: 4 } }
  const page = timeline(running, NOTHING, NOW)
  expect(momentsIn(page)).toEqual(['started', 'now'])
  expect(page).toContain('2 webinars of 4 read so far')
})
