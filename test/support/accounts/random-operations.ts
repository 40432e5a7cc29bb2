/** Random sequences of what operators, the clock and customers do to one account. */
import fc from 'fast-check'

/** The first days of backfill ranges. The few choices make ranges with old and recent webinars overlap and repeat. */
const DAYS_BACK = [1200, 800, 400, 30] as const

const step = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ do: 'pause' } as const) },
  { weight: 3, arbitrary: fc.constant({ do: 'resume' } as const) },
  { weight: 3, arbitrary: fc.constant({ do: 'syncNow' } as const) },
  { weight: 3, arbitrary: fc.constant({ do: 'fireSlot' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'kill' } as const) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('change' as const), seed: fc.nat() }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(1500) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('backfill' as const),
      daysBack: fc.constantFrom(...DAYS_BACK),
      dryRun: fc.boolean(),
    }),
  },
)
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never
export type Sequence = readonly Step[]

/** The same seed gives the same sequences. */
export function sequences(seed: number, count: number): Sequence[] {
  return fc.sample(fc.array(step, { minLength: 6, maxLength: 14 }), { seed, numRuns: count })
}
