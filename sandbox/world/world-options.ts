/** What a world is to hold: a preset, a size, or explicit accounts and webinars. */
import { createRandom } from '../random.ts'
import type { AccountSpec } from './accounts.ts'
import { oddWebinars, typicalWebinars } from './typical-webinars.ts'

export interface WorldSize {
  readonly accounts: number
  readonly webinarsPerAccount: number
  readonly peoplePerWebinar: readonly [number, number]
  readonly odd: boolean
}

/** `empty` has one account without webinars, for tests that bring their own. */
const PRESETS = {
  demo: { accounts: 3, webinarsPerAccount: 11, peoplePerWebinar: [5, 120], odd: true },
  tiny: { accounts: 1, webinarsPerAccount: 4, peoplePerWebinar: [2, 6], odd: false },
  empty: { accounts: 1, webinarsPerAccount: 0, peoplePerWebinar: [0, 0], odd: false },
} as const satisfies Record<string, WorldSize>

export interface WorldOptions {
  /** The same seed, start and other options make the same world. Default `on24-act-on`. */
  readonly seed?: string
  /** What names, addresses and credentials carry; default the canary, empty: nothing. */
  readonly mark?: string
  /** The world's present when it starts; default: what the clock shows. */
  readonly startAt?: Date
  readonly preset?: keyof typeof PRESETS
  /** Parts of the preset that are to be different. */
  readonly size?: Partial<WorldSize>
  /** People who go on registering after the start, per minute and account; default 0. */
  readonly livelyness?: number
  /** Instead of preset and size: exactly these. */
  readonly accounts?: readonly AccountSpec[]
}

/** Default preset: `tiny`. */
export function accountSpecs(options: WorldOptions, seed: string, startAt: number): AccountSpec[] {
  if (options.accounts !== undefined) return [...options.accounts]
  const size: WorldSize = { ...PRESETS[options.preset ?? 'tiny'], ...options.size }
  return Array.from({ length: size.accounts }, (_, index) => {
    // One account has children, one lives in the other region; the first is the plainest.
    const subClientIds = size.odd && index === 1 ? ['77001', '77002'] : []
    const typical = typicalWebinars(createRandom(`${seed}:calendar:${index}`), startAt, {
      webinars: size.webinarsPerAccount,
      peoplePerWebinar: size.peoplePerWebinar,
      odd: size.odd,
      growthPerMinute: options.livelyness ?? 0,
    })
    const odd = size.odd && index < 2 ? oddWebinars(startAt, subClientIds) : []
    return {
      region: index === 2 ? 'eu' : 'na',
      subClientIds,
      webinars: [...typical, ...odd],
    }
  })
}
