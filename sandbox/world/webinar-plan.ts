/** Converts the description of a webinar to its facts. They depend only on the seed, not on other webinars. */
import { createRandom } from '../random.ts'
import type { ContentType, Fact, WebinarSettings } from './facts.ts'
import { eventUserIdOf, ID_RANGES } from './ids.ts'
import type { Mark } from './mark.ts'
import { oddPeopleFacts } from './rows/odd-people.ts'
import { personFacts, registrationTime } from './person-plan.ts'
import { FULL_FORM, makeUpPerson } from './profile.ts'
import type { ProfileField } from './profile.ts'
import type { PlannedFacts } from './webinar-history.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** The most people added by growth, so that moving the clock by years stays cheap. */
const GROWTH_LIMIT = 20_000

export interface WebinarSpec {
  /** Null: no title. */
  readonly title?: string | null
  /** Default `webcast`. */
  readonly contentType?: ContentType
  readonly isTestEvent?: boolean
  readonly regRequired?: boolean
  readonly liveStartAt: Date
  /** Default 60. */
  readonly durationMinutes?: number
  /** Default: 40 days before it starts, or when the world starts, whichever is earlier. */
  readonly createdAt?: Date
  /** The sub-account that owns the webinar. */
  readonly clientId?: number
  /** Ordinary registrants; default 0. */
  readonly people?: number
  /** Default: a form with nearly all fields. */
  readonly form?: readonly ProfileField[]
  /** All people watch the archive and give no address. */
  readonly anonymousOnly?: boolean
  /** Adds one odd person of each kind. */
  readonly odd?: boolean
  /** New registrations per minute after the world's start; default 0. */
  readonly growthPerMinute?: number
  /** Later changes of the webinar itself. */
  readonly later?: readonly Fact[]
}

export interface WebinarPlace {
  readonly seed: string
  /** Unique among all webinars of the world. */
  readonly webinarNumber: number
  /** Keeps people of different accounts distinct, and lets people of one account register again. */
  readonly firstPersonNumber: number
  readonly worldStartAt: number
  readonly mark: Mark
}

export function planWebinar(spec: WebinarSpec, place: WebinarPlace): PlannedFacts {
  const liveStartAt = spec.liveStartAt.getTime()
  const createdAt =
    spec.createdAt?.getTime() ?? Math.min(liveStartAt - 40 * DAY_MS, place.worldStartAt)
  const settings: WebinarSettings = {
    title: spec.title === undefined ? `Webinar ${place.webinarNumber}` : spec.title,
    contentType: spec.contentType ?? 'webcast',
    isTestEvent: spec.isTestEvent ?? false,
    regRequired: spec.regRequired ?? spec.anonymousOnly !== true,
    liveStartAt,
    liveEndAt: liveStartAt + (spec.durationMinutes ?? 60) * MINUTE_MS,
  }
  const facts: Fact[] = [{ kind: 'created', at: createdAt, settings }, ...(spec.later ?? [])]

  const addPerson = (range: 'planned' | 'growth', nth: number, registeredAt: number): Fact[] => {
    const index = ID_RANGES[range] + nth
    const number = place.firstPersonNumber + index
    const random = createRandom(`${place.seed}:${place.webinarNumber}:${index}`)
    const identity = createRandom(`${place.seed}:person:${number}`)
    const person = makeUpPerson(identity, number, spec.form ?? FULL_FORM, place.mark)
    return personFacts({
      random,
      eventUserId: eventUserIdOf(place.webinarNumber, range, nth),
      webinar: settings,
      registeredAt,
      person: spec.anonymousOnly === true ? { email: null, profile: {} } : person,
    })
  }

  const times = createRandom(`${place.seed}:${place.webinarNumber}:times`)
  for (let index = 0; index < (spec.people ?? 0); index += 1) {
    const registeredAt =
      spec.anonymousOnly === true
        ? settings.liveEndAt + times.int(1, 72) * HOUR_MS
        : registrationTime(times, createdAt, liveStartAt)
    for (const fact of addPerson('planned', index, registeredAt)) facts.push(fact)
  }
  if (spec.odd === true) {
    facts.push(
      ...oddPeopleFacts({
        webinar: settings,
        firstEventUserId: eventUserIdOf(place.webinarNumber, 'odd', 0),
        mark: place.mark,
      }),
    )
  }

  const perHour = Math.round((spec.growthPerMinute ?? 0) * 60)
  let hour = 0
  return {
    facts,
    grow: (nowMs) => {
      const grown: Fact[] = []
      while (
        place.worldStartAt + hour * HOUR_MS <= nowMs &&
        perHour > 0 &&
        (hour + 1) * perHour <= GROWTH_LIMIT
      ) {
        for (let nth = 0; nth < perHour; nth += 1) {
          const at =
            place.worldStartAt + hour * HOUR_MS + Math.floor(((nth + 0.5) / perHour) * 3600) * 1000
          grown.push(...addPerson('growth', hour * perHour + nth, at))
        }
        hour += 1
      }
      return grown
    },
  }
}
