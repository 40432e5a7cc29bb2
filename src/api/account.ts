/** Accounts: how they are shown, listed, registered and changed. */
import { z } from 'zod'
import { ACCOUNT_STATES } from '../contracts/account-state.ts'
import {
  AccountName,
  EmailAddresses,
  Instant,
  NOT_AN_OBJECT,
  On24ClientId,
  Region,
  Search,
  SlackUrl,
  TimeZone,
  TokenPart,
} from './formats.ts'
import { AccountProblem } from './account-problem.ts'
import { PAGING } from './paging.ts'
import { Run } from './run.ts'
import { documentedAs } from './documented-as.ts'

export const Account = z
  .object({
    on24ClientId: On24ClientId,
    name: z.string().meta({ examples: ['Brightwater'] }),
    region: Region,
    actOnRegion: Region,
    timeZone: z.string().meta({ description: 'IANA time zone that new lists are created with.' }),
    unknownTimeZone: z
      .string()
      .nullable()
      .meta({
        description:
          'The time zone that Act-On gives for its account, if it is not an IANA zone: `timeZone` is used instead until an operator chooses one.',
        examples: ['GMT+5'],
      }),
    state: z.enum(ACCOUNT_STATES),
    reason: z.string().nullable(),
    since: Instant.nullable().meta({ description: 'Null for `active`.' }),
    actOnAccount: z.object({ id: z.string(), name: z.string() }).nullable(),
    actOnCallsPerDay: z
      .int()
      .nullable()
      .meta({ description: "The account's own limit. Null: ACTON_CALLS_PER_DAY applies." }),
    notifyEmailTo: z
      .array(z.string())
      .nullable()
      .meta({ description: "Addresses that get this account's notices. Null: none of its own." }),
    notifySlackSince: Instant.nullable().meta({
      description:
        'Since when the account has its own Slack webhook, which is never shown. Null: it has none.',
    }),
    problems: z.array(AccountProblem).meta({
      description: 'Problems, oldest first. An account that is `active` can have problems, too.',
    }),
    nextProbeAt: Instant.nullable().meta({
      description:
        'When the next probe asks whether Act-On takes calls or sign-ins again; null if the account waits for neither.',
    }),
    lastSuccessAt: Instant.nullable(),
    nextRunAt: Instant.nullable(),
    lastRun: Run.nullable(),
    createdAt: Instant,
  })
  .meta({ id: 'Account' })
export type Account = z.output<typeof Account>

export const ACCOUNT_SORTS = ['name', 'lateness', 'trouble'] as const

const AccountState = z.enum(ACCOUNT_STATES, `must be one of ${ACCOUNT_STATES.join(', ')}`)

export const AccountQuery = z.strictObject({
  search: Search.exactOptional().meta({
    description: "Part of the account's name or the Act-On account's name, or the ON24 client id.",
  }),
  state: z
    .string()
    .or(z.array(z.string()))
    .transform((states) => [states].flat())
    .pipe(z.array(AccountState))
    .exactOptional()
    .meta({
      description: 'May be given more than once.',
      ...documentedAs({ type: 'array', items: { type: 'string', enum: ACCOUNT_STATES } }),
    }),
  sort: z
    .enum(ACCOUNT_SORTS, `must be one of ${ACCOUNT_SORTS.join(', ')}`)
    .prefault('name')
    .meta({
      description:
        '`lateness`: accounts that have waited longest for a successful run first, accounts with no run expected last. ' +
        '`trouble`: `needsRelink`, `failing`, `waitingForQuota`, then `active` with problems or late, then the others by longest without success, and last `paused` and `unlinked`.',
    }),
  ...PAGING,
})

export const NewAccount = z
  .strictObject(
    {
      on24ClientId: On24ClientId,
      name: AccountName,
      region: Region,
      actOnRegion: Region.exactOptional().meta({ description: 'Default: `region`.' }),
      accessTokenKey: TokenPart,
      accessTokenSecret: TokenPart,
      timeZone: TimeZone.exactOptional().meta({
        description: "Default: the Act-On account's own zone, read when it is linked.",
      }),
      notifyEmailTo: EmailAddresses.exactOptional(),
      notifySlackUrl: SlackUrl.exactOptional(),
    },
    NOT_AN_OBJECT,
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
          'For lists created from now on: a list keeps the zone it was created with. Clears `unknownTimeZone`.',
      }),
      accessTokenKey: TokenPart.exactOptional(),
      accessTokenSecret: TokenPart.exactOptional(),
      actOnCallsPerDay: z
        .int(callsMistake)
        .min(1, callsMistake)
        .max(1_000_000, callsMistake)
        .nullable()
        .exactOptional()
        .meta({ description: 'Null: ACTON_CALLS_PER_DAY applies.' }),
      notifyEmailTo: EmailAddresses.exactOptional(),
      notifySlackUrl: SlackUrl.exactOptional(),
    },
    NOT_AN_OBJECT,
  )
  .refine((change) => Object.keys(change).length > 0, {
    error: 'must have at least one field to change',
    when: ({ issues }) => issues.length === 0,
  })
  .superRefine((change, context) => {
    const missing = PAIR.filter((half) => change[half] === undefined)
    if (missing.length !== 1) return
    context.addIssue({
      code: 'custom',
      path: missing,
      message: 'is required: ON24 issues both values together',
    })
  })
  .meta({ id: 'AccountChange' })
export type AccountChange = z.output<typeof AccountChange>

export const Invitation = z
  .object({
    url: z.url().meta({
      description: 'Send it to the customer only: it holds a secret.',
      examples: ['https://sync.example.com/link/…'],
    }),
    expiresAt: Instant,
  })
  .meta({ id: 'Invitation' })

export const StatusLink = z
  .object({
    url: z.url().meta({
      description: "The customer's own page. Send it to the customer only: it holds a secret.",
      examples: ['https://sync.example.com/status/…'],
    }),
  })
  .meta({ id: 'StatusLink' })
