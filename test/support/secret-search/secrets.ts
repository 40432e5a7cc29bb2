/**
 * Texts that must appear nowhere: the canary in the sandbox's people and credentials, the tests' own secrets, and URLs
 * of invitations and of customers' own pages.
 */
import { CANARY } from '../../../sandbox/world/canary.ts'
import { TEST_SECRETS } from '../fixtures/service-fixture.ts'

export interface Finding {
  /** The file, workflow or Schedule that contains the secret. */
  readonly where: string
  readonly secret: string
  /** The text around the finding, to trace its origin. */
  readonly excerpt: string
}

interface Spelling {
  readonly secret: string
  readonly text: string
  readonly anyCase: boolean
}

const SPELLINGS = spellings([CANARY, ...TEST_SECRETS])
/** The token of an invitation, or of a customer's own page, is 256 random bits in base64url. */
const INVITATION = /(?:\/|%2f)(?:link|status)(?:\/|%2f)[\w-]{43}(?![\w-])/i
const EXCERPT = 60

/** Finds each secret at most once in a text, plain or encoded. `others` are additional secrets of a test. */
export function findSecrets(
  where: string,
  text: string,
  others: readonly string[] = [],
): Finding[] {
  const lowerCase = text.toLowerCase()
  const found = new Map<string, Finding>()
  for (const { secret, text: spelling, anyCase } of [...SPELLINGS, ...spellings(others)]) {
    const at = (anyCase ? lowerCase : text).indexOf(spelling)
    if (at === -1 || found.has(secret)) continue
    found.set(secret, { where, secret, excerpt: excerptOf(text, at, spelling.length) })
  }
  const invitation = INVITATION.exec(text)
  if (invitation !== null) {
    const excerpt = excerptOf(text, invitation.index, invitation[0].length)
    found.set('invitation', { where, secret: 'invitation', excerpt })
  }
  return [...found.values()]
}

function spellings(secrets: readonly string[]): Spelling[] {
  return [...new Set(secrets)].flatMap(spellingsOf)
}

function excerptOf(text: string, at: number, length: number): string {
  return text.slice(Math.max(0, at - EXCERPT), at + length + EXCERPT)
}

/** The secret in plain text, percent-encoded and in hex, in any letter case; and in base64 at any offset in a text. */
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

/** The base64 letters that depend only on the text when `before` bytes (0–2) precede it in a group of three. */
function base64Of(text: string, before: number): string {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)])
  const first = Math.ceil((before * 8) / 6)
  const end = Math.floor((bytes.length * 8) / 6)
  return bytes.toString('base64').slice(first, end)
}
