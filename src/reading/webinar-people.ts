/** Everybody of one webinar as ON24 gives them, by registrant id. */
import type { Attendee, Registrant } from '../contracts/people.ts'

export interface WebinarPeople {
  readonly registrants: ReadonlyMap<string, Registrant>
  readonly attendees: ReadonlyMap<string, Attendee>
}
