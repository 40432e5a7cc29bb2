/** The answers of ON24's event-level calls: the truth, without hidden people and with cached scores. */
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import type { WebinarTruth } from '../../../sandbox/world/truth.ts'

const HOUR_MS = 3_600_000

/** Every webinar of the account that is readable now and must be written. */
export function servedTruth(sandbox: Sandbox, on24ClientId: string): WebinarTruth[] {
  const { knobs } = sandbox.on24
  const cached = truthBefore(sandbox, on24ClientId, knobs.staleness.cacheHours * HOUR_MS)
  const hidesNoAddress = knobs.excludeAnonymousDrops === 'systemGeneratedAndNoAddress'
  return sandbox.world
    .truth(on24ClientId)
    .filter(isReadable)
    .map((truth) => withCachedScores(truth, cached.get(truth.eventId)))
    .map((truth) => ({
      ...truth,
      registrants: truth.registrants.filter(
        (person) => !person.systemGenerated && !(hidesNoAddress && person.email === undefined),
      ),
    }))
}

/** The account's webinars as they were `ms` ago, by event id. */
export function truthBefore(
  { clock, world }: Sandbox,
  on24ClientId: string,
  ms: number,
): ReadonlyMap<number, WebinarTruth> {
  clock.advance(-ms)
  const truth = world.truth(on24ClientId)
  clock.advance(ms)
  return new Map(truth.map((webinar) => [webinar.eventId, webinar]))
}

function isReadable({ event, isRemoved }: WebinarTruth): boolean {
  return event.contenttype === 'webcast' && !event.istestevent && event.isactive && !isRemoved
}

function withCachedScores(now: WebinarTruth, cached: WebinarTruth | undefined): WebinarTruth {
  const scores = new Map(
    cached?.attendees.map((row) => [row.eventuserid, row.engagementscore] as const),
  )
  return {
    ...now,
    attendees: now.attendees.map(({ engagementscore, ...row }) => {
      // Scores never disappear, so a person without a score now has no cached score either.
      const score = engagementscore === undefined ? undefined : scores.get(row.eventuserid)
      return score === undefined ? row : { ...row, engagementscore: score }
    }),
  }
}
