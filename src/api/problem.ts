/** The problem documents (RFC 9457) that the API answers refused and failed requests with. */
import { z } from 'zod'

/** The word is part of a problem's `type`, and the result in the audit trail when the attempt is recorded. */
export const PROBLEMS = {
  unreadable: [400, 'The request cannot be read'],
  operatorTokenNeeded: [401, "An operator's token is required"],
  noSuchRoute: [404, 'No such route'],
  notRegistered: [404, 'This ON24 client is not registered'],
  notOrphan: [404, 'Temporal has no orphan of this ON24 client'],
  runUnknown: [404, 'This run is unknown'],
  verificationUnknown: [404, 'This verification is unknown'],
  webinarUnknown: [404, 'This webinar is unknown'],
  wrongMethod: [405, 'The route does not support this method'],
  alreadyRegistered: [409, 'This ON24 client is already registered'],
  beingRemoved: [409, 'The account is being removed'],
  notLinked: [409, 'The account is not linked'],
  paused: [409, 'The account is paused'],
  noBackfill: [409, 'No backfill of this range is running'],
  beingCancelled: [409, 'The backfill is being cancelled'],
  comparing: [409, 'Another comparison of the account is running'],
  nothingHeld: [409, 'This webinar has no held removals'],
  webinarNotRead: [409, 'No run reads this webinar'],
  noList: [409, 'This webinar has no list yet'],
  noNoticeChannel: [409, 'No channel for notices is configured'],
  tooLarge: [413, 'The body is too large'],
  notJson: [415, 'The body must be JSON'],
  invalid: [422, 'The request is invalid'],
  tokenPairRefused: [422, 'ON24 refused the token pair'],
  tokenPairDeactivated: [422, 'The ON24 token pair is deactivated'],
  otherRegion: [422, 'The ON24 token pair belongs to the other region'],
  otherClient: [422, 'The ON24 token pair belongs to another client'],
  clientUnknown: [422, 'ON24 does not know the client'],
  clientInactive: [422, 'The ON24 client is inactive'],
  clientNotElite: [422, 'The contract of the ON24 client does not include the API'],
  noPermission: [422, 'The ON24 token pair lacks a permission'],
  tooManyFailures: [429, 'Too many attempts with a wrong token'],
  unexpected: [500, 'An unexpected error occurred'],
  on24Unexpected: [502, 'ON24 sent an unexpected answer'],
  on24QuotaReached: [503, "ON24's call quota is used up for now"],
  on24Unavailable: [503, 'ON24 is not available'],
  temporalUnavailable: [503, 'Temporal is not available'],
  removalUnderWay: [503, 'The removal is under way'],
} as const satisfies Record<string, readonly [number, string]>

export type ProblemWord = keyof typeof PROBLEMS

/** What to do about refusals for which it is always the same. */
export const NEXT_STEP_OF_PROBLEM = {
  beingRemoved: 'Wait until the removal has finished, then register and link it again.',
  notLinked: 'Invite the customer to link it first: nothing runs for it yet.',
  paused: 'Resume it instead: that also starts a run.',
} as const satisfies Partial<Record<ProblemWord, string>>

export const typeOf = (word: ProblemWord) => `urn:on24-act-on:problem:${word}`

const FieldMistake = z.object({
  field: z
    .string()
    .meta({ description: 'Field of the body or the query; empty for the whole of it.' }),
  detail: z.string(),
})
export type FieldMistake = Readonly<z.output<typeof FieldMistake>>

/** Without the full stop. `whole`: what a mistake without a field is about. */
export function mistakeInWords({ field, detail }: FieldMistake, whole: string): string {
  return `${field === '' ? whole : field} ${detail}`
}

export const ProblemDocument = z
  .object({
    type: z
      .string()
      .regex(/^urn:on24-act-on:problem:\w+$/)
      .meta({ examples: [typeOf('invalid')] }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'What to do.' }),
    errors: z.array(FieldMistake).exactOptional(),
  })
  .meta({ id: 'Problem' })
export type ProblemDocument = z.output<typeof ProblemDocument>
