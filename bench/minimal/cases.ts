/** The cases of the comparison: how slow the vendors are, and what limits the callers keep to. */
import type { AccountSpec } from '../../sandbox/world/accounts.ts'

const DAY_MS = 24 * 60 * 60 * 1000

export const DATABASES = ['postgresql', 'embedded'] as const
export type Database = (typeof DATABASES)[number]

/** Times between two calls of one kind, in milliseconds. */
export interface Spacing {
  readonly on24EventsMs: number
  readonly on24PeopleMs: number
  readonly actOnMs: number
}

export interface Case {
  readonly name: string
  readonly title: string
  readonly webinars: number
  readonly callMs: number
  readonly jobMs: number
  readonly limits: Limits
  /** The environment of a service that keeps these limits. */
  readonly settings: Readonly<Record<string, string>>
  readonly spacing: Spacing
  readonly databases: readonly Database[]
  /** Whether the limits of the vendors, or else the script, say how long the service may take. */
  readonly isLimited: boolean
}

/** As the service spaces calls to Act-On (src/store/paces/vendor-paces.ts) and lists of events (src/config/config.ts). */
const ACTON_MARGIN = 1.25
const EVENT_LISTS_PER_MINUTE = 30

const LIFTED = { on24PerMinute: 100_000, actOnPerSecond: 1_000 }
const DEFAULTS = { on24PerMinute: 100, actOnPerSecond: 5 }

export const CASES: readonly Case[] = [
  {
    name: 'lifted',
    title: 'limits lifted, 50 ms a call, jobs of 1.5 s',
    webinars: 40,
    callMs: 50,
    jobMs: 1_500,
    ...limitedTo(LIFTED),
    databases: DATABASES,
    isLimited: false,
  },
  {
    name: '2s',
    title: 'default limits, 2 s a call, jobs of 30 s',
    webinars: 30,
    callMs: 2_000,
    jobMs: 30_000,
    ...limitedTo(DEFAULTS),
    databases: ['postgresql'],
    isLimited: true,
  },
  {
    name: '10s',
    title: 'default limits, 10 s a call, jobs of 120 s',
    webinars: 30,
    callMs: 10_000,
    jobMs: 120_000,
    ...limitedTo(DEFAULTS),
    databases: ['postgresql'],
    isLimited: true,
  },
]

interface Limits {
  readonly on24PerMinute: number
  readonly actOnPerSecond: number
}

function limitedTo(limits: Limits): Pick<Case, 'limits' | 'settings' | 'spacing'> {
  const { on24PerMinute, actOnPerSecond } = limits
  return {
    limits,
    settings: {
      ON24_CALLS_PER_MINUTE: String(on24PerMinute),
      ACTON_CALLS_PER_SECOND: String(actOnPerSecond),
      ACTON_CALLS_PER_DAY: '1000000',
    },
    spacing: {
      on24EventsMs: 60_000 / Math.min(EVENT_LISTS_PER_MINUTE, on24PerMinute),
      on24PeopleMs: 60_000 / on24PerMinute,
      actOnMs: (1000 / actOnPerSecond) * ACTON_MARGIN,
    },
  }
}

export interface AccountSize {
  readonly webinars: number
  /** Registrants of each webinar; null: 100 to 330, 215 on average. */
  readonly people: number | null
}

/** Webinars of the last weeks: a new link starts with all of them. */
export function accountOf({ webinars, people }: AccountSize, startAt: Date): AccountSpec {
  return {
    webinars: Array.from({ length: webinars }, (_, index) => ({
      liveStartAt: new Date(startAt.getTime() - (3 + (30 * index) / webinars) * DAY_MS),
      people: people ?? 100 + ((index * 73) % 231),
    })),
  }
}
