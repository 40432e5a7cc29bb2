/** What must be found nowhere: the marks of the sandbox's people and credentials, and the tests' own secrets. */
import { CANARY } from '../../../src/sandbox/world/canary.ts'
import { TEST_SECRETS } from '../service-under-test.ts'

export interface Finding {
  /** File, workflow or Schedule. */
  readonly where: string
  readonly secret: string
  /** The text around it, to find its way there. */
  readonly excerpt: string
}

interface Spelling {
  readonly secret: string
  readonly text: string
  readonly anyCase: boolean
}

const SPELLINGS = [...new Set([CANARY, ...TEST_SECRETS])].flatMap(spellingsOf)
const EXCERPT = 60

/** Finds each secret once in a text, in plain or encoded. */
export function findSecrets(where: string, text: string): Finding[] {
  const lowerCase = text.toLowerCase()
  const found = new Map<string, Finding>()
  for (const { secret, text: spelling, anyCase } of SPELLINGS) {
    const at = (anyCase ? lowerCase : text).indexOf(spelling)
    if (at === -1 || found.has(secret)) continue
    const excerpt = text.slice(Math.max(0, at - EXCERPT), at + spelling.length + EXCERPT)
    found.set(secret, { where, secret, excerpt })
  }
  return [...found.values()]
}

/** In plain, percent-encoded and in hex in any case of letters; in base64 wherever it begins in the encoded text. */
function spellingsOf(secret: string): Spelling[] {
  const lowerCase = secret.toLowerCase()
  const written = [lowerCase, encodeURIComponent(secret).toLowerCase(), hexOf(lowerCase)]
  const casesInBase64 = [...new Set([secret, lowerCase])]
  return [
    ...[...written, hexOf(secret)].map((text) => ({ secret, text, anyCase: true })),
    ...casesInBase64
      .flatMap((text) => [0, 1, 2].map((before) => base64Of(text, before)))
      .flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')])
      .map((text) => ({ secret, text, anyCase: false })),
  ]
}

function hexOf(text: string): string {
  return Buffer.from(text).toString('hex')
}

/** The letters that stand for the text alone when so many bytes (0–2) stand before it in a group of three. */
function base64Of(text: string, before: number): string {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)])
  const first = Math.ceil((before * 8) / 6)
  const end = Math.floor((bytes.length * 8) / 6)
  return bytes.toString('base64').slice(first, end)
}
