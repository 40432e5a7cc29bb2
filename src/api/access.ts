/** Who signed in as an operator, whose token was refused, and which address was locked out. */
import { z } from 'zod'
import { Instant } from './formats.ts'

export const Access = z
  .object({
    at: Instant,
    what: z.string().meta({ examples: ['signedIn', 'tokenRefused', 'lockedOut'] }),
    operator: z.string().nullable().meta({ description: 'Null where nobody is known.' }),
    address: z.string().nullable().meta({ description: 'As far as TRUST_PROXY tells.' }),
  })
  .meta({ id: 'Access' })
export type Access = z.output<typeof Access>
