/** The client accounts of the world, each with its ON24 tokens and its Act-On counterpart. */
import { createHash } from 'node:crypto'
import type { Mark } from './mark.ts'
import type { WebinarSpec } from './webinar-plan.ts'

export interface WorldAccount {
  readonly on24ClientId: string
  readonly name: string
  readonly region: 'na' | 'eu'
  readonly accessTokenKey: string
  readonly accessTokenSecret: string
  readonly actOn: {
    readonly accountId: string
    readonly accountName: string
    readonly userName: string
    readonly password: string
    /** IANA name. */
    readonly timeZone: string
  }
  readonly subClientIds: readonly string[]
}

/** Omitted properties are made up. */
export interface AccountSpec {
  readonly on24ClientId?: string
  readonly name?: string
  readonly region?: 'na' | 'eu'
  readonly timeZone?: string
  readonly subClientIds?: readonly string[]
  readonly webinars?: readonly WebinarSpec[]
}

const NAMES = [
  'Brightwater Analytics',
  'Harbour & Finch',
  'Nordlicht GmbH',
  'Copperleaf',
  'Quillon',
]
const ZONES = ['America/New_York', 'America/Los_Angeles', 'Europe/Berlin', 'Asia/Kolkata', 'UTC']

/** `index` counts accounts from 0. The made-up parts depend only on it, the seed and the mark. */
export function makeAccount(
  seed: string,
  index: number,
  spec: AccountSpec,
  mark: Mark,
): WorldAccount {
  const name = spec.name ?? NAMES[index] ?? `Client ${index + 1}`
  const secret = (what: string) =>
    mark.word + createHash('sha256').update(`${seed}:${index}:${what}`).digest('hex')
  return {
    on24ClientId: spec.on24ClientId ?? String(22950 + index * 100),
    name,
    region: spec.region ?? 'na',
    accessTokenKey: secret('key').slice(0, 32),
    accessTokenSecret: secret('secret') + secret('more').slice(0, 20),
    actOn: {
      accountId: String(41000 + index),
      accountName: name,
      userName: `marketing.${mark.inAddress}${index}@example.com`,
      password: secret('password').slice(0, 24),
      timeZone: spec.timeZone ?? ZONES[index % ZONES.length] ?? 'UTC',
    },
    subClientIds: spec.subClientIds ?? [],
  }
}
