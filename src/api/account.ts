/** Accounts: how they are shown, listed, registered and changed. */
import { z } from 'zod'
import { ACCOUNT_STATES } from '../contracts/account-state.ts'
import {
  AccountName,
  Instant,
  line,
  NO_OBJECT,
  On24ClientId,
  Region,
  TimeZone,
  TokenPart,
} from './formats.ts'
import { AccountProblem } from './account-problem.ts'
import { PAGING } from './paging.ts'
import { Run } from './run.ts'
import { shownAs } from './shown-as.ts'

export const Account = z
  .object({
    on24ClientId: On24ClientId,
    name: z.string().meta({ examples: ['Brightwater'] }),
    region: Region,
    actOnRegion: Region,
    timeZone: z.string().meta({ description: 'IANA. Lists are made with it.' }),
    unknownTimeZone: z
      .string()
      .nullable()
      .meta({
        description:
          'What Act-On calls the zone of its account, when that is none of IANA’s: `timeZone` was taken instead, until an operator chooses one.',
        examples: ['GMT+5'],
      }),
    state: z.enum(ACCOUNT_STATES),
    reason: z.string().nullable(),
    since: Instant.nullable().meta({ description: 'Null for `active`.' }),
    actOnAccount: z.object({ id: z.string(), name: z.string() }).nullable(),
    actOnCallsPerDay: z
      .int()
      .nullable()
      .meta({ description: 'A limit of its own. Null: as ACTON_CALLS_PER_DAY says.' }),
    problems: z.array(AccountProblem).meta({
      description:
        'What waits, or is not as it should be, the oldest first. Also of an account that is `active`.',
    }),
    nextProbeAt: Instant.nullable().meta({
      description:
        'When Act-On is asked next whether it takes calls, or sign-ins, again; null unless it waits for them.',
    }),
    lastSuccessAt: Instant.nullable(),
    nextRunAt: Instant.nullable(),
    lastRun: Run.nullable(),
    createdAt: Instant,
  })
  .meta({ id: 'Account' })
export type Account = z.output<typeof Account>

export const ACCOUNT_SORTS = ['name', 'lateness'] as const

/** Of the list of accounts. */
export const Search = line('must be text').max(200, 'must have at most 200 characters')

const AccountState = z.enum(ACCOUNT_STATES, `must be one of ${ACCOUNT_STATES.join(', ')}`)

export const AccountQuery = z.strictObject({
  search: Search.exactOptional().meta({
    description: "Part of the name or of the Act-On account's name, or the ON24 client id.",
  }),
  state: z
    .string()
    .or(z.array(z.string()))
    .transform((states) => [states].flat())
    .pipe(z.array(AccountState))
    .exactOptional()
    .meta({
      description: 'May be given more than once.',
      ...shownAs({ type: 'array', items: { type: 'string', enum: ACCOUNT_STATES } }),
    }),
  sort: z
    .enum(ACCOUNT_SORTS, `must be one of ${ACCOUNT_SORTS.join(', ')}`)
    .prefault('name')
    .meta({
      description:
        'By `lateness`: first the account that has waited longest for a successful run; last those of which none is expected.',
    }),
  ...PAGING,
})

export const NewAccount = z
  .strictObject(
    {
      on24ClientId: On24ClientId,
      name: AccountName,
      region: Region,
      actOnRegion: Region.exactOptional().meta({ description: 'Left out: as `region`.' }),
      accessTokenKey: TokenPart,
      accessTokenSecret: TokenPart,
      timeZone: TimeZone.exactOptional().meta({
        description: "Left out: the Act-On account's own zone is taken when it is linked.",
      }),
    },
    NO_OBJECT,
  )
  .meta({ id: 'NewAccount' })

const callsMistake = 'must be a whole number from 1 to 1000000, or null for the general setting'

const PAIR = ['accessTokenKey', 'accessTokenSecret'] as const

export const AccountChange = z
  .strictObject(
    {
      name: AccountName.exactOptional(),
      region: Region.exactOptional(),
      actOnRegion: Region.exactOptional(),
      timeZone: TimeZone.exactOptional().meta({
        description:
          'Holds for lists made afterwards: a list keeps the zone it was made with. Settles `unknownTimeZone`.',
      }),
      accessTokenKey: TokenPart.exactOptional(),
      accessTokenSecret: TokenPart.exactOptional(),
      actOnCallsPerDay: z
        .int(callsMistake)
        .min(1, callsMistake)
        .max(1_000_000, callsMistake)
        .nullable()
        .exactOptional()
        .meta({ description: 'Null: as ACTON_CALLS_PER_DAY says.' }),
    },
    NO_OBJECT,
  )
  .refine((change) => Object.keys(change).length > 0, {
    error: 'must have at least one field to be changed',
    when: ({ issues }) => issues.length === 0,
  })
  .superRefine((change, context) => {
    const missing = PAIR.filter((half) => change[half] === undefined)
    if (missing.length !== 1) return
    context.addIssue({
      code: 'custom',
      path: missing,
      message: 'is needed: ON24 gives both values together',
    })
  })
  .meta({ id: 'AccountChange' })
export type AccountChange = z.output<typeof AccountChange>

export const Invitation = z
  .object({
    url: z.url().meta({
      description: 'To be sent to the customer. It holds a secret.',
      examples: ['https://sync.example.com/link/…'],
    }),
    expiresAt: Instant,
  })
  .meta({ id: 'Invitation' })
