/** A random history of one account as plain data, so that a failed one can be shrunk, printed and repeated. */
import fc from 'fast-check'
import type { ActOnKnobs } from '../../../sandbox/act-on/knobs.ts'
import type { On24Knobs } from '../../../sandbox/on24/knobs.ts'

/** Six hours each. The clocks change after the first slot of either stretch. */
const SLOTS_PER_STRETCH = 2
const STEPS_PER_SLOT = 8

/** Each stretch begins just before the clocks change in all zones of the season that change theirs. */
const STRETCHES = {
  America: { spring: '2026-03-08T02:00:00Z', autumn: '2026-11-01T02:00:00Z' },
  Europe: { spring: '2026-03-28T20:00:00Z', autumn: '2026-10-24T20:00:00Z' },
} as const
export type Season = keyof typeof STRETCHES

const PLACES: readonly { readonly season: Season; readonly timeZone: string }[] = [
  { season: 'America', timeZone: 'America/Los_Angeles' },
  { season: 'America', timeZone: 'America/New_York' },
  { season: 'America', timeZone: 'Asia/Kolkata' },
  { season: 'Europe', timeZone: 'Europe/Berlin' },
  { season: 'Europe', timeZone: 'Europe/London' },
  { season: 'Europe', timeZone: 'UTC' },
]

export function startOf(season: Season, stretch: 'spring' | 'autumn'): Date {
  return new Date(STRETCHES[season][stretch])
}

interface Behaviour {
  readonly on24?: Partial<On24Knobs>
  readonly actOn?: Partial<ActOnKnobs>
}

/** How the vendors behave where their documentation does not say. */
export const VENDORS: Readonly<Record<string, Behaviour>> = {
  'as the sandbox is by default': {},
  'ON24 as late as documented, Act-On lenient': {
    on24: { staleness: { cacheHours: 24, newAttendeeHours: 24, lastUpdatedHours: 12 } },
    actOn: { emailMatch: 'insensitive', recordIdWithFields: 'always', invalidEmail: 'accept' },
  },
  'ON24 in any order, Act-On without words': {
    on24: { rowOrder: 'arbitrary', ids: 'string', pageSeedsLastActivity: true },
    actOn: { upsertAnswer: 'empty', recordIdWithFields: 'never', lookupNotFound: 'contact400' },
  },
  'jobs of Act-On that lose rows and count wrongly': {
    // More than are lost: a count that just makes up for the lost rows would deceive every run, until a comparison.
    actOn: { jobLosesRows: 2, jobCountError: 3 },
  },
  'jobs of Act-On that fail half-way': {
    actOn: { jobEnd: 'failed', jobUnfinishedShare: 0.5, failedJobShape: 'prose' },
  },
}

/** Columns that the service can lose without losing its rows. */
const PLAIN_HEADINGS = ['Title', 'Company', 'City', 'Status', 'Live Duration', 'Registration Date']
const KEY_HEADINGS = ['Email Address', 'ON24 Registrant ID']

/** Numbers choose among what exists when the step is made: the nth webinar, person or row, counted in a circle. */
const webinar = fc.nat(1)
const one = fc.nat(20)
const plain = fc.constantFrom(...PLAIN_HEADINGS)

const on24Step = fc.oneof(
  { weight: 3, arbitrary: step('register', { webinar, count: fc.constantFrom(1, 1, 2, 6) }) },
  { weight: 1, arbitrary: step('optInLate', { webinar, hours: fc.integer({ min: 1, max: 90 }) }) },
  { weight: 2, arbitrary: step('registerTwin', { webinar, person: one }) },
  { weight: 2, arbitrary: step('changeAddress', { webinar, person: one }) },
  { weight: 1, arbitrary: step('swapAddresses', { webinar, person: one, other: one }) },
  { weight: 2, arbitrary: step('forget', { webinar, person: one }) },
  { weight: 1, arbitrary: step('cancel', { webinar, person: one }) },
  { weight: 1, arbitrary: step('undoCancel', { webinar, person: one }) },
  {
    weight: 3,
    arbitrary: step('attend', {
      webinar,
      person: one,
      mode: fc.constantFrom('live', 'archive'),
      minutes: fc.nat(90),
      polls: fc.nat(2),
      surveys: fc.nat(1),
      score: fc.nat(100).map((tenths) => tenths / 10),
    }),
  },
  {
    weight: 2,
    arbitrary: step('edit', {
      webinar,
      person: one,
      field: fc.constantFrom('jobtitle', 'company', 'city'),
      to: fc.constantFrom('', 'One', 'Two'),
      level: fc.constantFrom('event', 'client'),
    }),
  },
  { weight: 1, arbitrary: step('renameWebinar', { webinar, to: fc.constantFrom('New', 'Other') }) },
)

const userStep = fc.oneof(
  { weight: 3, arbitrary: step('deleteRow', { webinar, row: one }) },
  { weight: 4, arbitrary: step('editCell', { webinar, row: one, heading: plain }) },
  { weight: 1, arbitrary: step('editAddress', { webinar, row: one }) },
  { weight: 1, arbitrary: step('editId', { webinar, row: one, to: fc.constantFrom('', 'none') }) },
  {
    weight: 3,
    arbitrary: step('copyRow', {
      webinar,
      row: one,
      as: fc.constantFrom('same', 'otherAddress', 'withoutId'),
    }),
  },
  {
    weight: 2,
    arbitrary: step('addRow', {
      webinar,
      at: fc.constantFrom('own', 'of the next person', 'of somebody'),
      row: one,
    }),
  },
  { weight: 1, arbitrary: step('bringBack', { webinar, nth: one }) },
  { weight: 1, arbitrary: step('fillCell', { webinar, row: one }) },
  { weight: 1, arbitrary: step('renameList', { webinar }) },
  { weight: 1, arbitrary: step('moveList', { webinar }) },
  { weight: 1, arbitrary: step('moveListBack', { webinar }) },
  { weight: 1, arbitrary: step('deleteList', { webinar }) },
  { weight: 2, arbitrary: step('addColumn', { webinar, before: fc.option(plain) }) },
  { weight: 1, arbitrary: step('deleteColumn', { webinar, heading: plain }) },
  { weight: 1, arbitrary: step('loseIds', { webinar }) },
  {
    weight: 1,
    arbitrary: step('renameColumn', {
      webinar,
      heading: fc.constantFrom(...PLAIN_HEADINGS, ...KEY_HEADINGS),
    }),
  },
  { weight: 1, arbitrary: step('restoreColumns', { webinar }) },
)

const faultStep = fc.oneof(
  { weight: 4, arbitrary: step('fault', { seed: fc.nat(1_000_000) }) },
  { weight: 1, arbitrary: step('liftFaults', {}) },
)

export type On24Step = typeof on24Step extends fc.Arbitrary<infer T> ? T : never
export type UserStep = typeof userStep extends fc.Arbitrary<infer T> ? T : never
export type FaultStep = typeof faultStep extends fc.Arbitrary<infer T> ? T : never
export type Step = On24Step | UserStep | FaultStep

export type Slot = readonly Step[]

const slot: fc.Arbitrary<Slot> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: on24Step },
    { weight: 4, arbitrary: userStep },
    { weight: 2, arbitrary: faultStep },
  ),
  { minLength: 1, maxLength: STEPS_PER_SLOT, size: 'max' },
)
const stretch = fc.array(slot, { minLength: 1, maxLength: SLOTS_PER_STRETCH, size: 'max' })

/** What happens before each six-hourly run, around the change of clocks in spring and in autumn. */
export interface History {
  readonly place: (typeof PLACES)[number]
  /** A key of `VENDORS`. */
  readonly vendors: string
  readonly spring: readonly Slot[]
  readonly comparesInSpring: boolean
  readonly autumn: readonly Slot[]
}

export const histories: fc.Arbitrary<History> = fc.noBias(
  fc.record({
    place: fc.constantFrom(...PLACES),
    vendors: fc.constantFrom(...Object.keys(VENDORS)),
    spring: stretch,
    comparesInSpring: fc.boolean(),
    autumn: stretch,
  }),
)

function step<const Name extends string, Parts extends object>(
  name: Name,
  parts: { [Key in keyof Parts]: fc.Arbitrary<Parts[Key]> },
): fc.Arbitrary<{ readonly do: Name } & Readonly<Parts>> {
  return fc.record(parts).map((made) => ({ do: name, ...made }))
}
