/** Actions of ON24's users and visitors, for tests and the demo. */
import type { SandboxClock } from '../clock.ts'
import type { Random } from '../random.ts'
import type { Fact, PersonFact, Registered, ViewingMode, WebinarSettings } from './facts.ts'
import { eventUserIdOf, webinarNumberOfEvent } from './ids.ts'
import type { Mark } from './mark.ts'
import { sessionFacts } from './person-plan.ts'
import type { SessionPlan } from './person-plan.ts'
import { FULL_FORM, makeUpPerson } from './profile.ts'
import type { Profile } from './profile.ts'
import type { WebinarHistory } from './webinar-history.ts'

/** Everything happens at `at`, by default now by the sandbox clock. */
export interface WorldEditing {
  /** Returns the `eventuserid`. Omitted values are made up; `email: null` means no address. */
  register(eventId: number, registration?: RegistrationEdit): number
  /** Registers many people at once; fast for tens of thousands. */
  registerMany(eventId: number, count: number, at?: Date): number[]
  /** Throws for a time before the person was registered. */
  attend(eventUserId: number, attendance: AttendanceEdit): void
  editProfile(eventUserId: number, profile: Profile, level: 'client' | 'event', at?: Date): void
  changeAddress(eventUserId: number, email: string, at?: Date): void
  softDelete(eventUserId: number, at?: Date): void
  undelete(eventUserId: number, at?: Date): void
  forget(eventUserId: number, at?: Date): void
  /** Forgets every registration with this address in the account. */
  forgetAll(on24ClientId: string, email: string, at?: Date): void
  rename(eventId: number, title: string | null, at?: Date): void
  editWebinar(eventId: number, changes: Partial<WebinarSettings>, at?: Date): void
  setActive(eventId: number, isActive: boolean, at?: Date): void
  /** Deletes the webinar in ON24. */
  removeWebinar(eventId: number, at?: Date): void
}

export interface RegistrationEdit extends Partial<
  Pick<Registered, 'email' | 'partnerRef' | 'profile' | 'by' | 'systemGenerated'>
> {
  readonly at?: Date
  /** If before `at`: a double opt-in that is confirmed only at `at`. */
  readonly createdAt?: Date
  /** The id of an earlier registration: the same person registers again. */
  readonly eventUserId?: number
}

export interface AttendanceEdit extends Omit<SessionPlan, 'eventUserId' | 'startsAt' | 'mode'> {
  /** Default `live`. */
  readonly mode?: ViewingMode
  /** Start of the session; it ends `minutes` later, so its end shows only when the clock has reached it. */
  readonly at?: Date
}

export interface EditedWorld {
  readonly clock: SandboxClock
  readonly random: Random
  readonly mark: Mark
  webinarByEvent(eventId: number): WebinarHistory
  webinarByPerson(eventUserId: number): WebinarHistory
  webinarsUnder(on24ClientId: string): readonly WebinarHistory[]
}

/** People registered by hand have numbers that no planned person has. */
const FIRST_MANUAL_NUMBER = 900_000_000

export function createWorldEditing(world: EditedWorld): WorldEditing {
  const { clock, random, mark } = world
  const registeredByHand = new Map<number, number>()
  const registeredAt = new Map<number, number>()
  let nextNumber = FIRST_MANUAL_NUMBER
  const time = (at?: Date) => (at ?? clock.now()).getTime()
  const ofWebinar = (eventId: number, fact: Fact) => world.webinarByEvent(eventId).add([fact])
  const ofPerson = (fact: PersonFact) => world.webinarByPerson(fact.eventUserId).add([fact])

  const nextEventUserId = (eventId: number) => {
    const nth = registeredByHand.get(eventId) ?? 0
    registeredByHand.set(eventId, nth + 1)
    return eventUserIdOf(webinarNumberOfEvent(eventId), 'manual', nth)
  }
  const registration = (eventId: number, edit: RegistrationEdit): Registered => {
    const person = makeUpPerson(random, nextNumber, FULL_FORM, mark)
    nextNumber += 1
    const at = time(edit.at)
    const eventUserId = edit.eventUserId ?? nextEventUserId(eventId)
    if (!registeredAt.has(eventUserId)) registeredAt.set(eventUserId, at)
    return {
      kind: 'registered',
      at,
      createdAt: edit.createdAt?.getTime() ?? at,
      eventUserId,
      by: edit.by ?? 'page',
      email: edit.email === undefined ? person.email : edit.email,
      partnerRef: edit.partnerRef ?? null,
      profile: edit.profile ?? person.profile,
      systemGenerated: edit.systemGenerated ?? false,
    }
  }
  const forget = (eventUserId: number, at?: Date) =>
    ofPerson({ kind: 'forgotten', at: time(at), eventUserId })

  return {
    register: (eventId, edit = {}) => {
      const fact = registration(eventId, edit)
      ofPerson(fact)
      return fact.eventUserId
    },
    registerMany: (eventId, count, at) => {
      const edit = at === undefined ? {} : { at }
      const facts = Array.from({ length: count }, () => registration(eventId, edit))
      world.webinarByEvent(eventId).add(facts)
      return facts.map((fact) => fact.eventUserId)
    },
    attend: (eventUserId, { mode = 'live', at, ...session }) => {
      const startsAt = time(at)
      if (startsAt < (registeredAt.get(eventUserId) ?? -Infinity)) {
        throw new RangeError('A person cannot attend before the registration.')
      }
      const facts = sessionFacts({ ...session, mode, eventUserId, startsAt })
      world.webinarByPerson(eventUserId).add(facts)
    },
    editProfile: (eventUserId, profile, level, at) =>
      ofPerson({ kind: 'profileEdited', at: time(at), eventUserId, level, profile }),
    changeAddress: (eventUserId, email, at) =>
      ofPerson({
        kind: 'profileEdited',
        at: time(at),
        eventUserId,
        level: 'client',
        email,
        profile: {},
      }),
    softDelete: (eventUserId, at) => ofPerson({ kind: 'softDeleted', at: time(at), eventUserId }),
    undelete: (eventUserId, at) => ofPerson({ kind: 'undeleted', at: time(at), eventUserId }),
    forget,
    forgetAll: (on24ClientId, email, at) => {
      for (const webinar of world.webinarsUnder(on24ClientId)) {
        for (const person of webinar.stateAt(clock.now().getTime()).people.values()) {
          if (person.email === email) forget(person.eventUserId, at)
        }
      }
    },
    rename: (eventId, title, at) =>
      ofWebinar(eventId, { kind: 'edited', at: time(at), changes: { title } }),
    editWebinar: (eventId, changes, at) =>
      ofWebinar(eventId, { kind: 'edited', at: time(at), changes }),
    setActive: (eventId, isActive, at) =>
      ofWebinar(eventId, { kind: 'activitySwitched', at: time(at), isActive }),
    removeWebinar: (eventId, at) => ofWebinar(eventId, { kind: 'removed', at: time(at) }),
  }
}
