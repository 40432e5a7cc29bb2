/** What Temporal has for an account that is not linked in this store, as after the store was restored or lost. */
import { z } from 'zod'
import { Instant, On24ClientId } from './formats.ts'

export const Orphan = z
  .object({
    on24ClientId: On24ClientId,
    hasSchedule: z.boolean().meta({ description: 'The Schedule starts runs that do nothing.' }),
    hasController: z.boolean(),
    seenAt: Instant.meta({ description: 'When the service first saw it.' }),
  })
  .meta({ id: 'Orphan' })
export type Orphan = z.output<typeof Orphan>
