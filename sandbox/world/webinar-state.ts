/** The state of a webinar and its people at one time. Built only by folding facts. */
import type { ViewingMode, WebinarSettings } from './facts.ts'
import type { Profile } from './profile.ts'

export interface Viewing {
  /** Number of started sessions. */
  viewed: number
  minutes: number
  firstAt: number
  lastAt: number
}

export interface Interaction {
  readonly number: number
  readonly at: number
}

export interface Attendance {
  readonly viewings: Partial<Record<ViewingMode, Viewing>>
  /** The last session start, refresh or poll answer: the date that `datefiltermode=lastActivity` uses. */
  bumpedAt: number
  score: number | null
  readonly polls: Interaction[]
  readonly questions: Interaction[]
  readonly surveys: Interaction[]
  readonly resources: Interaction[]
}

export interface PersonState {
  readonly eventUserId: number
  readonly createdAt: number
  /** The last API write that updates `lastactivity`; null: none yet. */
  apiWriteAt: number | null
  status: 'active' | 'deleted' | 'forgotten'
  email: string | null
  partnerRef: string | null
  profile: Profile
  systemGenerated: boolean
  attendance: Attendance | null
}

export interface WebinarState {
  readonly eventId: number
  /** The account that owns the webinar; a sub-account has its own id. */
  readonly clientId: number
  /** Null: not created yet. */
  settings: WebinarSettings | null
  isActive: boolean
  isRemoved: boolean
  createdAt: number
  modifiedAt: number
  /** Times at which audience activity updated `lastupdated`, oldest first; ON24 shows them late. */
  readonly audienceAt: number[]
  /** In the order in which they became visible. */
  readonly people: Map<number, PersonState>
  /** People with an address who ever registered: ON24's total, which differs from the number of rows. */
  registrantCount: number
  attendeeCount: number
  readonly attendeeCountBy: Record<ViewingMode, number>
  readonly minutesBy: Record<ViewingMode, number>
}

export function emptyWebinarState(eventId: number, clientId: number): WebinarState {
  return {
    eventId,
    clientId,
    settings: null,
    isActive: true,
    isRemoved: false,
    createdAt: 0,
    modifiedAt: 0,
    audienceAt: [],
    people: new Map(),
    registrantCount: 0,
    attendeeCount: 0,
    attendeeCountBy: { live: 0, archive: 0 },
    minutesBy: { live: 0, archive: 0 },
  }
}
