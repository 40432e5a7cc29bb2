/** What the API answers when it does not do what was asked: RFC 9457 problem documents. */
import { z } from 'zod'

/** The word stands in a problem's `type` and, where an operator's attempt is recorded, in the audit trail. */
export const PROBLEMS = {
  unreadable: [400, 'The request cannot be read'],
  operatorTokenNeeded: [401, "An operator's token is needed"],
  noSuchRoute: [404, 'There is no such route'],
  notRegistered: [404, 'This ON24 client is not registered'],
  notOrphan: [404, 'Temporal has nothing of this ON24 client that is nobody’s'],
  webinarUnknown: [404, 'This webinar is not known'],
  wrongMethod: [405, 'The route does not take this method'],
  alreadyRegistered: [409, 'This ON24 client is registered already'],
  beingRemoved: [409, 'The account is being removed'],
  notLinked: [409, 'The account is not linked'],
  paused: [409, 'The account is paused'],
  nothingHeld: [409, 'No removal of this webinar is held'],
  tooLarge: [413, 'The body is too large'],
  notJson: [415, 'The body must be JSON'],
  invalid: [422, 'The request has mistakes'],
  tokenPairRefused: [422, 'ON24 refuses the token pair'],
  tokenPairDeactivated: [422, 'The ON24 token pair is deactivated'],
  otherRegion: [422, 'The ON24 token pair belongs to the other region'],
  otherClient: [422, 'The ON24 token pair belongs to another client'],
  clientUnknown: [422, 'ON24 does not know the client'],
  clientInactive: [422, 'The ON24 client is inactive'],
  clientNotElite: [422, 'The contract of the ON24 client does not include the API'],
  noPermission: [422, 'The ON24 token pair lacks a permission'],
  tooManyFailures: [429, 'Too many attempts with a wrong token'],
  unexpected: [500, 'Something unexpected happened'],
  on24Unexpected: [502, 'ON24 answered in an unknown way'],
  on24QuotaReached: [503, "ON24's call quota is used up for now"],
  on24Unavailable: [503, 'ON24 is not available'],
  removalUnderWay: [503, 'The removal has begun'],
} as const satisfies Record<string, readonly [number, string]>

export type ProblemWord = keyof typeof PROBLEMS

export const typeOf = (word: ProblemWord) => `urn:on24-act-on:problem:${word}`

const FieldMistake = z.object({
  field: z.string().meta({ description: 'Of the body or the query; empty when it is the whole.' }),
  detail: z.string(),
})
export type FieldMistake = Readonly<z.output<typeof FieldMistake>>

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
