/**
 * Finds Act-On's error code and message in a body. There are three envelopes (`/api/1`, gateway, `/token`), told
 * apart only by their keys, because their content types and status codes are not reliable.
 */
import { z } from 'zod'
import { parseJson } from '../http/json-text.ts'
import { cleanText } from '../http/vendor-text.ts'

export interface Envelope {
  readonly isJson: boolean
  /** `errorCode` of `/api/1`, where it is a number or a string. */
  readonly code: string | null
  /** `httpCode` of the gateway. */
  readonly gatewayStatus: number | null
  /** `error` of `/token`. */
  readonly oauthError: string | null
  readonly words: string
}

const text = z
  .union([z.string(), z.number()])
  .transform((value) => cleanText(String(value)))
  .nullish()
  .catch(null)

/** One word, since it goes into reasons and logs. Any other value is an error too, but an unknown one. */
const code = z
  .union([z.string().regex(/^[\w.-]{1,40}$/), z.number()])
  .transform(String)
  .nullish()
  .catch('unknown')

const envelopeSchema = z.object({
  errorCode: code,
  message: text,
  httpCode: text,
  httpMessage: text,
  moreInformation: text,
  error: text,
  error_description: text,
})

/** Act-On's own example of error 10010 ends with a comma, which JSON forbids. */
const TRAILING_COMMA = /,(\s*})\s*$/

export function readEnvelope(body: string): Envelope {
  const json = parseJson(body)
  const tolerant = json.ok ? json : parseJson(body.replace(TRAILING_COMMA, '$1'))
  const parsed = envelopeSchema.safeParse(tolerant.ok ? tolerant.value : null)
  if (!parsed.success) {
    return { isJson: tolerant.ok, code: null, gatewayStatus: null, oauthError: null, words: '' }
  }
  const said = parsed.data
  const words = [said.message, said.httpMessage, said.moreInformation, said.error_description]
  return {
    isJson: true,
    code: said.errorCode ?? null,
    gatewayStatus: /^\d{3}$/.test(said.httpCode ?? '') ? Number(said.httpCode) : null,
    oauthError: said.error ?? null,
    words: words.filter(Boolean).join(' '),
  }
}
