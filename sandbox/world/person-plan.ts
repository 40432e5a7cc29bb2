/** Plans the facts of one person in a webinar, from registration to the engagement score. */
import type { Random } from '../random.ts'
import type { Fact, Registered, ViewingMode, WebinarSettings } from './facts.ts'
import { PARTNER_REFS } from './names.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Interactions are numbered; ON24 uses the numbers as ids. The offset keeps those of live and archive apart. */
const ARCHIVE_OFFSET = 10

export interface SessionPlan {
  readonly eventUserId: number
  readonly mode: ViewingMode
  readonly startsAt: number
  readonly minutes: number
  readonly polls?: number
  readonly questions?: number
  readonly surveys?: number
  readonly resources?: number
  readonly refreshes?: number
  /** If omitted, no score is computed for this session. */
  readonly score?: number
}

/** One session: its start, interactions spread over its minutes, its end, and the score three hours later. */
export function sessionFacts(plan: SessionPlan): Fact[] {
  const { eventUserId, mode, startsAt, minutes } = plan
  const endsAt = startsAt + Math.round(minutes * MINUTE_MS)
  const facts: Fact[] = [{ kind: 'sessionStarted', eventUserId, mode, at: startsAt }]
  const during = (index: number, of: number) =>
    startsAt + Math.floor(((endsAt - startsAt) * (index + 1)) / (of + 1))

  for (let index = 0; index < (plan.refreshes ?? 0); index += 1) {
    const at = during(index, plan.refreshes ?? 0)
    facts.push({ kind: 'refreshed', eventUserId, mode, at })
  }
  const interactions = [
    ['pollAnswered', plan.polls ?? 0],
    ['questionAsked', plan.questions ?? 0],
    ['surveyAnswered', plan.surveys ?? 0],
    ['resourceViewed', plan.resources ?? 0],
  ] as const
  for (const [kind, count] of interactions) {
    for (let index = 0; index < count; index += 1) {
      const number = index + 1 + (mode === 'archive' ? ARCHIVE_OFFSET : 0)
      facts.push({ kind, eventUserId, mode, number, at: during(index, count) })
    }
  }
  if (minutes > 0) facts.push({ kind: 'minutesWatched', eventUserId, mode, minutes, at: endsAt })
  if (plan.score !== undefined) {
    facts.push({
      kind: 'scoreComputed',
      eventUserId,
      score: plan.score,
      at: endsAt + 3 * HOUR_MS,
    })
  }
  return facts
}

export interface PersonPlan {
  readonly random: Random
  readonly eventUserId: number
  readonly webinar: WebinarSettings
  readonly registeredAt: number
  readonly person: Pick<Registered, 'email' | 'profile'>
}

/** An ordinary person: about half attend live, some watch the archive, the rest do not attend. */
export function personFacts(plan: PersonPlan): Fact[] {
  const { random, eventUserId, webinar, registeredAt, person } = plan
  const facts: Fact[] = [
    {
      kind: 'registered',
      at: registeredAt,
      createdAt: registeredAt,
      eventUserId,
      by: 'page',
      ...person,
      partnerRef: random.chance(0.4) ? random.pick(PARTNER_REFS) : null,
      systemGenerated: false,
    },
  ]
  const comesLive = random.chance(0.5) && registeredAt < webinar.liveEndAt - 2 * MINUTE_MS
  if (comesLive) {
    const opensAt = Math.max(registeredAt, webinar.liveStartAt) + random.int(5, 90) * 1000
    const longest = Math.max(0, (webinar.liveEndAt - opensAt) / MINUTE_MS)
    const minutes = random.chance(0.12) ? 0 : Math.round(random.next() * longest * 10) / 10
    facts.push(
      ...sessionFacts({ eventUserId, mode: 'live', startsAt: opensAt, minutes, ...interactions() }),
    )
  }
  // Most people who register for a recording watch it at once.
  const comesForRecording = registeredAt > webinar.liveEndAt
  const watchesRecording = comesForRecording ? 0.7 : comesLive ? 0.15 : 0.3
  if (random.chance(watchesRecording)) {
    const opensAt = comesForRecording
      ? registeredAt + random.int(20, 120) * 1000
      : webinar.liveEndAt + HOUR_MS + random.int(1, 20 * 24 * 60) * MINUTE_MS
    const minutes = Math.round(random.next() * 450) / 10
    facts.push(
      ...sessionFacts({
        eventUserId,
        mode: 'archive',
        startsAt: opensAt,
        minutes,
        ...interactions(),
      }),
    )
  }
  return facts

  function interactions() {
    return {
      refreshes: random.chance(0.1) ? 1 : 0,
      polls: random.int(0, 3),
      questions: random.chance(0.2) ? random.int(1, 2) : 0,
      surveys: random.chance(0.25) ? 1 : 0,
      resources: random.int(0, 2),
      score: random.int(0, 100) / 10,
    }
  }
}

/** Most people register in the last days before the webinar starts. */
export function registrationTime(random: Random, createdAt: number, liveStartAt: number): number {
  const longestMs = Math.max(MINUTE_MS, Math.min(liveStartAt - createdAt, 45 * DAY_MS))
  const before = random.next() ** 2 * longestMs
  return Math.floor((liveStartAt - before) / 1000) * 1000
}
