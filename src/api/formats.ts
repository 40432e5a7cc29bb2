/** Formats that several API documents share. Error messages say what to send; they never quote what was sent. */
import { IANAZone } from 'luxon'
import { z } from 'zod'
import { isLoopback } from '../config/loopback.ts'

const idMistake = 'must be the ON24 client id as a string of digits'
const eventMistake = 'must be the ON24 event id as a string of digits'
const dayMistake = 'must be a day as YYYY-MM-DD'
const zoneMistake = 'must be an IANA time zone, for example Europe/Berlin'
const nameMistake = 'must be a name of 1 to 200 characters'
const plainMistake = 'must not contain control characters or unpaired surrogates'
const emailsMistake = 'must be a list of 1 to 20 e-mail addresses, or null for none'
const slackMistake =
  'must be the URL of an incoming webhook that begins with https://, or null for none'
const tokenMistake = 'must be the value that ON24 shows, without white space'

/**
 * A line of text from a client, trimmed. PostgreSQL accepts neither NUL nor an unpaired surrogate, and a line has no
 * other control characters either: so every text without a narrower format uses this one.
 */
export function line(mistake: string, unprintable = plainMistake) {
  return z.string(mistake).trim().refine(isPrintable, unprintable)
}

export function isPrintable(text: string): boolean {
  return !/[\p{Cc}\p{Cs}]/u.test(text)
}

/** What a list is searched for. */
export const Search = line('must be text').max(200, 'must have at most 200 characters')

/** Without leading zeros, so that a client has only one id. */
export const On24ClientId = z
  .string(idMistake)
  .regex(/^[1-9]\d{0,19}$/, idMistake)
  .meta({ description: "The client's id in ON24.", examples: ['22950'] })

export const EventId = z
  .string(eventMistake)
  .regex(/^\d{1,20}$/, eventMistake)
  .meta({ description: "The webinar's event id in ON24.", examples: ['4781233'] })

/** In answers: ISO 8601 in UTC. */
export const Instant = z.iso.datetime().meta({ examples: ['2026-05-01T06:00:00.000Z'] })

export const Day = z.iso.date({ error: dayMistake, abort: true }).meta({ examples: ['2026-01-31'] })

export const Region = z.enum(['na', 'eu'], 'must be "na" or "eu"')

export const AccountName = line(nameMistake)
  .min(1, nameMistake)
  .max(200, nameMistake)
  .meta({ examples: ['Brightwater'] })

/** Old names such as `US/Pacific` are valid. An offset such as +02:00 is valid for Intl, but is not a zone. */
export function isTimeZone(zone: string): boolean {
  return /^[A-Za-z]/.test(zone) && IANAZone.isValidZone(zone)
}

export const TimeZone = z
  .string(zoneMistake)
  .refine(isTimeZone, zoneMistake)
  .meta({ examples: ['Europe/Berlin'] })

/** One value of ON24's token pair. It is sent as a header. */
export const TokenPart = z
  .string(tokenMistake)
  .regex(/^[\x21-\x7e]{1,500}$/, tokenMistake)
  .meta({ format: 'password', description: "As shown under API Tokens in ON24's platform." })

export const EmailAddresses = z
  .array(z.email(emailsMistake).max(254, emailsMistake), emailsMistake)
  .min(1, emailsMistake)
  .max(20, emailsMistake)
  .nullable()
  .meta({
    description:
      "Addresses that get this account's notices, beside NOTIFY_EMAIL_TO. Null: none of its own.",
  })

export const SlackUrl = z
  .string(slackMistake)
  .max(500, slackMistake)
  .refine(isHttps, slackMistake)
  .nullable()
  .meta({
    description:
      "Incoming webhook of Slack that gets this account's notices, beside NOTIFY_SLACK_URL. Never shown again. Null: none.",
    examples: ['https://hooks.slack.com/services/…'],
  })

/** Except on this machine, as for the settings. */
function isHttps(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol } = new URL(text)
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(text))
}

export const Count = z.int().nonnegative()

export const NOT_AN_OBJECT = 'must be a JSON object'
