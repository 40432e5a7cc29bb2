/** All accounts together. */
import { z } from 'zod'
import { SLOT_RESULTS } from '../contracts/fleet.ts'
import { Count, Instant, On24ClientId } from './formats.ts'

export const Fleet = z
  .object({
    slot: Instant.meta({ description: 'Start of the latest slot: 00, 06, 12 or 18 UTC.' }),
    runs: z.record(z.enum(SLOT_RESULTS), Count).meta({
      description:
        'Accounts by what became of their run of this slot: its outcome, or `running`, or `notBegun`. Accounts that are paused, or were linked or resumed since, are counted only if they had one.',
    }),
    longestWithoutSuccess: z
      .object({
        on24ClientId: On24ClientId,
        name: z.string(),
        since: Instant.meta({ description: 'Its last success or, if it had none, its link.' }),
      })
      .nullable()
      .meta({
        description:
          'Of the accounts that are expected to succeed: not of those that are `paused`, `needsRelink` or `waitingForQuota`.',
      }),
    pendingRows: z
      .object({
        rows: Count,
        isMore: z.boolean().meta({ description: 'There are more than `rows`.' }),
        countedAt: Instant.meta({ description: 'At most ten seconds ago.' }),
      })
      .meta({ description: 'Rows of all accounts that wait for Act-On, held removals included.' }),
  })
  .meta({ id: 'Fleet' })
export type Fleet = z.output<typeof Fleet>
