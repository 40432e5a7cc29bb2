/** A realistic calendar for one account: webinars in the past, live now, soon and far ahead, plus odd ones. */
import type { Random } from '../random.ts'
import type { Fact } from './facts.ts'
import { TOPICS } from './names.ts'
import { SHORT_FORM } from './profile.ts'
import type { WebinarSpec } from './webinar-plan.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

export interface CalendarSize {
  /** Ordinary webinars. */
  readonly webinars: number
  /** Fewest and most registrants of a webinar. */
  readonly peoplePerWebinar: readonly [number, number]
  /** Adds odd webinars, and odd people to some webinars. */
  readonly odd: boolean
  /** New registrations per minute in the account. */
  readonly growthPerMinute: number
}

/** The first three are live now, soon and far ahead; the rest were 1 to 80 days ago. */
export function typicalWebinars(
  random: Random,
  startAt: number,
  size: CalendarSize,
): WebinarSpec[] {
  const growing = Math.min(2, size.webinars)
  const offsets = [-20 * MINUTE_MS, 40 * MINUTE_MS, 20 * DAY_MS]
  return Array.from({ length: size.webinars }, (_, index) => {
    const pastDays = 1 + Math.floor(((index - 3) * 79) / Math.max(1, size.webinars - 3))
    const offset = offsets[index] ?? -pastDays * DAY_MS - random.int(0, 12) * HOUR_MS
    return {
      title: `${random.pick(TOPICS)}${random.chance(0.3) ? `, part ${random.int(2, 4)}` : ''}`,
      liveStartAt: new Date(startAt + offset),
      durationMinutes: random.pick([30, 45, 60]),
      people: random.int(...size.peoplePerWebinar),
      odd: size.odd && index % 4 === 3,
      growthPerMinute: index < growing ? size.growthPerMinute / growing : 0,
    }
  })
}

/** One of each kind of webinar that breaks a naive integration. */
export function oddWebinars(startAt: number, subClientIds: readonly string[]): WebinarSpec[] {
  const past = (days: number) => new Date(startAt - days * DAY_MS)
  const at = (hours: number) => startAt + hours * HOUR_MS
  const renamed = (title: string, hours: number): Fact => ({
    kind: 'edited',
    at: at(hours),
    changes: { title },
  })
  const [subClientId] = subClientIds
  return [
    { title: 'Dry run, please ignore', isTestEvent: true, liveStartAt: past(3), people: 4 },
    { title: 'Summit 2026', contentType: 'virtualenvironment', liveStartAt: past(5), people: 8 },
    { title: 'Go Live: Office Hours', contentType: 'golive', liveStartAt: past(4), people: 6 },
    { title: 'Resource Hub', contentType: 'gateway', liveStartAt: past(40), people: 5 },
    { title: 'Interactive Guide', contentType: 'experience', liveStartAt: past(30), people: 5 },
    {
      title: `Everything You Always Wanted to Know about Attribution, 「マーケティング」 and 🚀 Growth, but Were Afraid to Ask Your “Data Team”`,
      liveStartAt: past(6),
      people: 12,
      odd: true,
    },
    {
      title: ' "Quotes", commas,\tand\u0007 control\r\ncharacters ',
      liveStartAt: past(7),
      people: 6,
    },
    { title: null, liveStartAt: past(8), people: 5 },
    { title: 'Same Title Every Month', liveStartAt: past(35), people: 6 },
    { title: 'Same Title Every Month', liveStartAt: past(65), people: 6 },
    {
      title: 'Working Title',
      liveStartAt: past(2),
      people: 9,
      later: [renamed('Final Title', -24), renamed('Final Title (Recording)', 2)],
    },
    { title: 'Nobody Registered', liveStartAt: past(9) },
    { title: 'Open Recording', liveStartAt: past(10), people: 10, anonymousOnly: true },
    { title: 'A Short Form', liveStartAt: past(11), people: 8, form: SHORT_FORM },
    {
      title: 'Withdrawn Later',
      liveStartAt: past(2),
      people: 5,
      later: [{ kind: 'activitySwitched', at: at(6), isActive: false }],
    },
    {
      title: 'Deleted Later',
      liveStartAt: past(3),
      people: 5,
      later: [{ kind: 'removed', at: at(12) }],
    },
    ...(subClientId === undefined
      ? []
      : [
          {
            title: 'Of the Sub-Account',
            clientId: Number(subClientId),
            liveStartAt: past(3),
            people: 7,
          },
        ]),
  ]
}
