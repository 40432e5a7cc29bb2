/** What Temporal has for an account that is not linked in this store, as after a store that was restored or lost. */
import { z } from 'zod'
import { Instant, On24ClientId } from './formats.ts'

export const Orphan = z
  .object({
    on24ClientId: On24ClientId,
    hasSchedule: z.boolean().meta({ description: 'It starts runs, which do nothing.' }),
    hasController: z.boolean(),
    seenAt: Instant.meta({ description: 'When it was seen first.' }),
  })
  .meta({ id: 'Orphan' })
export type Orphan = z.output<typeof Orphan>
