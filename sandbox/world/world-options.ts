/** The content of a world: a preset, a size, or explicit accounts and webinars. */
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
  /** Text contained in names, addresses and credentials; default the canary, empty: none. */
  readonly mark?: string
  /** The world's present when it starts; default: the clock's time. */
  readonly startAt?: Date
  readonly preset?: keyof typeof PRESETS
  /** Overrides of the preset. */
  readonly size?: Partial<WorldSize>
  /** New registrations after the start, per minute and account; default 0. */
  readonly growthPerMinute?: number
  /** Exactly these accounts, instead of preset and size. */
  readonly accounts?: readonly AccountSpec[]
}

/** Default preset: `tiny`. */
export function accountSpecs(options: WorldOptions, seed: string, startAt: number): AccountSpec[] {
  if (options.accounts !== undefined) return [...options.accounts]
  const size: WorldSize = { ...PRESETS[options.preset ?? 'tiny'], ...options.size }
  return Array.from({ length: size.accounts }, (_, index) => {
    // The first account is plain, the second has sub-accounts, the third is in the other region.
    const subClientIds = size.odd && index === 1 ? ['77001', '77002'] : []
    const typical = typicalWebinars(createRandom(`${seed}:calendar:${index}`), startAt, {
      webinars: size.webinarsPerAccount,
      peoplePerWebinar: size.peoplePerWebinar,
      odd: size.odd,
      growthPerMinute: options.growthPerMinute ?? 0,
    })
    const odd = size.odd && index < 2 ? oddWebinars(startAt, subClientIds) : []
    return {
      region: index === 2 ? 'eu' : 'na',
      subClientIds,
      webinars: [...typical, ...odd],
    }
  })
}
