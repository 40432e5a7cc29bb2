/** People that cause problems for integrations: one of each kind, for webinars that request them. */
import type { Fact, Registered, WebinarSettings } from '../facts.ts'
import type { Mark } from '../mark.ts'
import { sessionFacts } from '../person-plan.ts'
import type { Profile } from '../profile.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

export interface OddPeopleOptions {
  readonly webinar: WebinarSettings
  /** The first id of the odd people; each further person has the next id. */
  readonly firstEventUserId: number
  readonly mark: Mark
}

export function oddPeopleFacts(options: OddPeopleOptions): Fact[] {
  const { mark } = options
  const { liveStartAt, liveEndAt } = options.webinar
  const registeredAt = liveStartAt - 2 * DAY_MS
  const facts: Fact[] = []
  let next = options.firstEventUserId

  const register = (name: string, changes: Partial<Registered> = {}): number => {
    const eventUserId = next
    next += 1
    const at = changes.at ?? registeredAt
    facts.push({
      kind: 'registered',
      at,
      createdAt: at,
      eventUserId,
      by: 'page',
      email: addressOf(name, eventUserId, mark),
      partnerRef: null,
      profile: { firstname: mark.after(name), lastname: mark.after('Odd') },
      systemGenerated: false,
      ...changes,
    })
    return eventUserId
  }
  const attendLive = (eventUserId: number, minutes: number) =>
    facts.push(
      ...sessionFacts({
        eventUserId,
        mode: 'live',
        startsAt: liveStartAt + MINUTE_MS,
        minutes,
        polls: 1,
        score: 4.2,
      }),
    )

  const anonymous = register('Anonymous', { email: null, profile: {}, at: liveEndAt + HOUR_MS })
  facts.push(
    ...sessionFacts({
      eventUserId: anonymous,
      mode: 'archive',
      startsAt: liveEndAt + HOUR_MS + MINUTE_MS,
      minutes: 4,
    }),
  )
  register('NoAddress', { email: null, by: 'api' })
  register('System', {
    email: `system.${mark.inAddress}${next}@on24.example`,
    profile: {},
    systemGenerated: true,
  })
  register('Invalid', { email: `not an address ${mark.inAddress}` })
  register('Padded', { email: `  Padded.${mark.word}${next}@Example.COM ` })
  register('Plus', { email: `plus.${mark.inAddress}${next}+webinar@example.com` })

  const twice = addressOf('Twice', next, mark)
  attendLive(register('Twice', { email: twice, at: registeredAt - DAY_MS, partnerRef: 'EM' }), 31)
  register('Twice', { email: twice.toUpperCase(), profile: awkwardProfile(mark) })

  const moved = register('Moved')
  facts.push({
    kind: 'profileEdited',
    at: liveEndAt + 5 * HOUR_MS,
    eventUserId: moved,
    level: 'client',
    email: addressOf('Moved.New', moved, mark),
    profile: {},
  })
  const forgotten = register('Forgotten', { partnerRef: 'LinkedIn' })
  attendLive(forgotten, 12)
  facts.push({ kind: 'forgotten', at: liveEndAt + DAY_MS, eventUserId: forgotten })
  const cancelled = register('Cancelled', { by: 'api' })
  facts.push({ kind: 'softDeleted', at: liveStartAt - DAY_MS, eventUserId: cancelled })
  const quiet = register('QuietEdit')
  facts.push({
    kind: 'profileEdited',
    at: liveEndAt + HOUR_MS,
    eventUserId: quiet,
    level: 'event',
    profile: { jobtitle: mark.after('Promoted') },
  })
  register('LateOptIn', { at: liveEndAt + 2 * DAY_MS, createdAt: registeredAt })
  attendLive(register('ZeroMinutes'), 0)
  attendLive(register('Moment'), 0.2)
  const archiveOnly = register('ArchiveOnly')
  for (const day of [1, 2, 4]) {
    facts.push(
      ...sessionFacts({
        eventUserId: archiveOnly,
        mode: 'archive',
        startsAt: liveEndAt + day * DAY_MS,
        minutes: 15.5,
        score: day,
      }),
    )
  }
  return facts
}

function addressOf(name: string, number: number, mark: Mark): string {
  return `${name.toLowerCase()}.odd.${mark.inAddress}${number}@example.com`
}

function awkwardProfile(mark: Mark): Profile {
  return {
    firstname: mark.after('=SUM(1,2)'),
    lastname: mark.after('"Quoted", 姓'),
    jobtitle: mark.after('Line one\r\nLine two, "quoted" 🎯'),
    company: mark.after('Ampersand & <b>Sons</b>;'),
    zip: '00501',
    workphone: mark.after('+1 (555) 010-0199'),
  }
}
