import { expect, test, vi } from 'vitest'
import { TIMING } from '../../../src/config/polling-and-waits.ts'
import { JobLooks } from '../../../src/delivery/merge/job-looks.ts'
import { sleep, useFakeTimersInEachTest } from '../../support/fake-timers.ts'

const never = new AbortController().signal
const SECOND_MS = 1000

useFakeTimersInEachTest()

interface Followed {
  readonly looks: number
  /** Seconds from the end of the job to the look that saw it. */
  readonly lateSeconds: number
}

/** Jobs that start `everyMs` after one another and take `secondsOf` each, as one run follows them. */
async function follow(
  usualMs: number | null,
  {
    jobs,
    everyMs,
    secondsOf,
  }: { jobs: number; everyMs: number; secondsOf: (job: number) => number },
): Promise<{ followed: Followed[]; usualMs: number | null }> {
  let usual = usualMs
  const save = (ms: number) => {
    usual = ms
    return Promise.resolve()
  }
  const looksAt = new JobLooks({ usualMs, jobPollSeconds: TIMING.jobPollSeconds, save })
  const all = Promise.all(
    Array.from({ length: jobs }, async (_, job): Promise<Followed> => {
      await sleep(job * everyMs)
      const acceptedAt = performance.now()
      const doneAt = acceptedAt + secondsOf(job) * SECOND_MS
      let looks = 0
      const look = () => {
        looks += 1
        return Promise.resolve(performance.now() >= doneAt ? { state: 'done' } : null)
      }
      await looksAt.follow({ acceptedAt, polls: 0 }, (wait) => wait(), look, never)
      return { looks, lateSeconds: (performance.now() - doneAt) / SECOND_MS }
    }),
  )
  await vi.runAllTimersAsync()
  return { followed: await all, usualMs: usual }
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

test.for([1.5, 30, 120])(
  'jobs that take %s s are looked at once each, as soon as one has shown how long they take',
  async (seconds) => {
    const run = { jobs: 30, everyMs: 1_200, secondsOf: () => seconds }
    const first = await follow(null, run)
    expect(median(first.followed.map(({ looks }) => looks))).toBe(1)
    // The last one decides when the run ends.
    expect(first.followed.at(-1)?.lateSeconds).toBeLessThanOrEqual(2 + seconds / 4)
    const second = await follow(first.usualMs, run)
    expect(median(second.followed.map(({ looks }) => looks))).toBe(1)
    expect(second.followed.at(-1)?.lateSeconds).toBeLessThanOrEqual(2 + seconds / 4)
    const later = await follow(second.usualMs, run)
    const looks = later.followed.reduce((sum, one) => sum + one.looks, 0)
    expect(looks / 30).toBeLessThanOrEqual(1.5)
  },
)

test('jobs of any length up to two minutes need one look in the median once their time is known', async () => {
  let usualMs: number | null = null
  // Steps through 0 to 120 seconds in no order.
  const run = { jobs: 60, everyMs: 1_000, secondsOf: (job: number) => (job * 47) % 120 }
  for (let runs = 0; runs < 4; runs += 1) {
    const { followed, usualMs: learned } = await follow(usualMs, run)
    usualMs = learned
    if (runs > 0) expect(median(followed.map(({ looks }) => looks))).toBe(1)
  }
})

test('jobs that became faster are noticed, and one slow job does not slow the others for long', async () => {
  const fast = { jobs: 100, everyMs: 3_000, secondsOf: () => 5 }
  const { usualMs } = await follow(60_000, fast)
  expect(usualMs).toBeLessThan(20_000)
  const withOneSlow = {
    jobs: 5,
    everyMs: 200_000,
    secondsOf: (job: number) => (job === 0 ? 170 : 5),
  }
  const after = await follow(6_000, withOneSlow)
  expect(after.usualMs).toBeLessThanOrEqual(12_000)
})

test('while the time is unknown and the first job does not end, the others are looked at themselves', async () => {
  const run = { jobs: 3, everyMs: 1_000, secondsOf: (job: number) => (job === 0 ? 1_500 : 10) }
  const { followed } = await follow(null, run)
  expect(followed[1]?.lateSeconds).toBeLessThanOrEqual(200)
})

test('a job that an earlier delivery has looked at is looked at once more at once', async () => {
  const looksAt = new JobLooks({
    usualMs: 60_000,
    jobPollSeconds: TIMING.jobPollSeconds,
    save: () => Promise.reject(new Error('learned from a job of unknown age')),
  })
  const startedAt = performance.now()
  const look = () => Promise.resolve({ state: 'done' })
  await looksAt.follow({ acceptedAt: startedAt, polls: 2 }, (wait) => wait(), look, never)
  expect(performance.now()).toBe(startedAt)
})
