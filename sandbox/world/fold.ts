/** Applies one fact to a webinar's state. All rules about which fact updates which date are here. */
import type { Fact, PersonFact, Registered, ViewingMode } from './facts.ts'
import type { Attendance, PersonState, WebinarState } from './webinar-state.ts'

export function applyFact(state: WebinarState, fact: Fact): void {
  switch (fact.kind) {
    case 'created':
      state.settings = fact.settings
      state.createdAt = fact.at
      state.modifiedAt = fact.at
      state.audienceAt.push(fact.at)
      return
    case 'edited':
      if (state.settings === null) return
      state.settings = { ...state.settings, ...fact.changes }
      state.modifiedAt = fact.at
      return
    case 'activitySwitched':
      state.isActive = fact.isActive
      state.modifiedAt = fact.at
      return
    case 'removed':
      state.isRemoved = true
      return
    case 'registered':
      applyRegistration(state, fact)
      return
    default:
      applyToPerson(state, fact)
  }
}

/** A person who registers again keeps the id and the `createtimestamp`. */
function applyRegistration(state: WebinarState, fact: Registered): void {
  const { email, partnerRef, profile, systemGenerated } = fact
  const apiWriteAt = fact.by === 'api' ? fact.at : null
  const known = state.people.get(fact.eventUserId)
  state.audienceAt.push(fact.at)
  if (known !== undefined) {
    Object.assign(known, { email, partnerRef, profile, systemGenerated, status: 'active' })
    known.apiWriteAt = apiWriteAt ?? known.apiWriteAt
    return
  }
  if (email !== null) state.registrantCount += 1
  state.people.set(fact.eventUserId, {
    eventUserId: fact.eventUserId,
    createdAt: fact.createdAt,
    apiWriteAt,
    status: 'active',
    email,
    partnerRef,
    profile,
    systemGenerated,
    attendance: null,
  })
}

function applyToPerson(state: WebinarState, fact: Exclude<PersonFact, Registered>): void {
  const person = state.people.get(fact.eventUserId)
  // A forgotten person stays forgotten; a person whose opt-in is still pending cannot do anything.
  if (person === undefined || person.status === 'forgotten') return
  switch (fact.kind) {
    case 'profileEdited':
      person.profile = { ...person.profile, ...fact.profile }
      person.email = fact.email ?? person.email
      if (fact.level === 'client') person.apiWriteAt = fact.at
      return
    case 'softDeleted':
    case 'undeleted':
      person.status = fact.kind === 'softDeleted' ? 'deleted' : 'active'
      person.apiWriteAt = fact.at
      return
    case 'forgotten':
      forget(person, fact.at)
      return
    case 'sessionStarted':
      startSession(state, person, fact.mode, fact.at)
      return
    default:
      if (person.attendance !== null) applyToAttendance(state, person.attendance, fact)
  }
}

function forget(person: PersonState, at: number): void {
  person.status = 'forgotten'
  person.email = `${person.eventUserId}-deleted`
  person.profile = { firstname: 'deleted', lastname: 'deleted' }
  person.partnerRef = null
  person.systemGenerated = false
  person.apiWriteAt = at
}

function startSession(
  state: WebinarState,
  person: PersonState,
  mode: ViewingMode,
  at: number,
): void {
  if (person.attendance === null) {
    person.attendance = {
      viewings: {},
      bumpedAt: at,
      score: null,
      polls: [],
      questions: [],
      surveys: [],
      resources: [],
    }
    state.attendeeCount += 1
    state.audienceAt.push(at)
  }
  const attendance = person.attendance
  attendance.bumpedAt = at
  const viewing = attendance.viewings[mode]
  if (viewing === undefined) {
    state.attendeeCountBy[mode] += 1
    attendance.viewings[mode] = { viewed: 1, minutes: 0, firstAt: at, lastAt: at }
  } else {
    viewing.viewed += 1
    viewing.lastAt = at
  }
}

type AttendanceFact = Exclude<
  PersonFact,
  | Registered
  | { readonly kind: 'profileEdited' | 'softDeleted' | 'undeleted' | 'forgotten' }
  | { readonly kind: 'sessionStarted' }
>

function applyToAttendance(state: WebinarState, attendance: Attendance, fact: AttendanceFact) {
  if (fact.kind === 'scoreComputed') {
    attendance.score = fact.score
    return
  }
  const viewing = attendance.viewings[fact.mode]
  switch (fact.kind) {
    case 'refreshed':
      attendance.bumpedAt = fact.at
      if (viewing !== undefined) viewing.lastAt = fact.at
      return
    case 'minutesWatched':
      // Updates the stamp that a row shows, but not the date that the filter uses.
      state.minutesBy[fact.mode] += fact.minutes
      if (viewing === undefined) return
      viewing.minutes += fact.minutes
      viewing.lastAt = fact.at
      return
    case 'pollAnswered':
      attendance.bumpedAt = fact.at
      if (viewing !== undefined) viewing.lastAt = fact.at
      attendance.polls.push(fact)
      state.audienceAt.push(fact.at)
      return
    case 'surveyAnswered':
      attendance.surveys.push(fact)
      state.audienceAt.push(fact.at)
      return
    case 'questionAsked':
      attendance.questions.push(fact)
      return
    case 'resourceViewed':
      attendance.resources.push(fact)
      return
  }
}
