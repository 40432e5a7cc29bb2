/** Operators' sign-ins and sign-outs, refused tokens, and addresses that were locked out. */
import { z } from 'zod'
import { Instant } from './formats.ts'

export const Access = z
  .object({
    at: Instant,
    what: z.string().meta({ examples: ['signedIn', 'tokenRefused', 'lockedOut'] }),
    operator: z.string().nullable().meta({ description: 'Null when the operator is unknown.' }),
    address: z
      .string()
      .nullable()
      .meta({ description: "The client's address, as far as TRUST_PROXY reveals it." }),
  })
  .meta({ id: 'Access' })
export type Access = z.output<typeof Access>
