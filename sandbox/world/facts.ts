/**
 * The events in the life of a webinar, as facts with a time. The state at a time is the fold of all facts up to then;
 * nothing else is stored. Times are milliseconds since the epoch.
 */
import type { Profile } from './profile.ts'

export type ContentType =
  | 'webcast'
  | 'virtualenvironment'
  | 'golive'
  | 'gateway'
  | 'experience'
  | 'video'
  | 'pdf'
  | 'webpage'
  | 'forum'

export interface WebinarSettings {
  /** Null: ON24 sends no title at all. */
  readonly title: string | null
  readonly contentType: ContentType
  readonly isTestEvent: boolean
  readonly regRequired: boolean
  readonly liveStartAt: number
  readonly liveEndAt: number
}

export type ViewingMode = 'live' | 'archive'

interface At {
  readonly at: number
}

interface OfPerson extends At {
  readonly eventUserId: number
}

export interface Registered extends OfPerson {
  readonly kind: 'registered'
  /** Earlier than `at` if a double opt-in was confirmed late: the person is invisible until `at`. */
  readonly createdAt: number
  /** Through the REST API (a POST updates `lastactivity`) or on ON24's own page. */
  readonly by: 'api' | 'page'
  readonly email: string | null
  readonly partnerRef: string | null
  readonly profile: Profile
  /** ON24 generated the address; `excludeanonymous=Y` leaves such people out. */
  readonly systemGenerated: boolean
}

export type Fact =
  | (At & { readonly kind: 'created'; readonly settings: WebinarSettings })
  | (At & { readonly kind: 'edited'; readonly changes: Partial<WebinarSettings> })
  | (At & { readonly kind: 'activitySwitched'; readonly isActive: boolean })
  | (At & { readonly kind: 'removed' })
  | Registered
  | (OfPerson & {
      readonly kind: 'profileEdited'
      /** The client-level PATCH updates `lastactivity`, the event-level one does not. */
      readonly level: 'client' | 'event'
      readonly email?: string
      readonly profile: Profile
    })
  | (OfPerson & { readonly kind: 'softDeleted' | 'undeleted' | 'forgotten' })
  | (OfPerson & { readonly kind: 'sessionStarted'; readonly mode: ViewingMode })
  | (OfPerson & { readonly kind: 'refreshed'; readonly mode: ViewingMode })
  | (OfPerson & {
      readonly kind: 'minutesWatched'
      readonly mode: ViewingMode
      /** May be a fraction; ON24 shows rounded minutes. */
      readonly minutes: number
    })
  | (OfPerson & {
      readonly kind: 'pollAnswered' | 'questionAsked' | 'surveyAnswered' | 'resourceViewed'
      readonly mode: ViewingMode
      readonly number: number
    })
  | (OfPerson & { readonly kind: 'scoreComputed'; readonly score: number })

export type PersonFact = Extract<Fact, OfPerson>
