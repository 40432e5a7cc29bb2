/** The made-up customers that the benchmark reads: many webinars of one account, and one webinar with very many. */
import type { AccountSpec } from '../sandbox/world/accounts.ts'
import type { WebinarSpec } from '../sandbox/world/webinar-plan.ts'

const HOUR_MS = 60 * 60 * 1000

const WEBINARS = 200
const PEOPLE_PER_WEBINAR = 500
const PEOPLE_OF_THE_LARGE_WEBINAR = 20_000

/** After that many days all recordings have been watched, and every webinar settles with its next read. */
export const DAYS_UNTIL_QUIET = 25

/** All webinars took place within the last 30 hours, so that all are open and most people have activity. */
export function benchAccounts(startAt: Date): AccountSpec[] {
  const many = Array.from({ length: WEBINARS }, (_, index) =>
    pastWebinar(startAt, 2 + (28 * index) / WEBINARS, PEOPLE_PER_WEBINAR),
  )
  const large = pastWebinar(startAt, 5, PEOPLE_OF_THE_LARGE_WEBINAR)
  return [
    { name: 'Many Webinars', webinars: many },
    { name: 'One Large Webinar', webinars: [large] },
  ]
}

function pastWebinar(startAt: Date, hoursAgo: number, people: number): WebinarSpec {
  return { liveStartAt: new Date(startAt.getTime() - hoursAgo * HOUR_MS), people }
}
