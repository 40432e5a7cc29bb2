/** Why a mail server did not take a notice. Its own texts are never repeated: they quote addresses. */
import { z } from 'zod'
import { hintFor, NoticeNotTaken } from './not-taken.ts'

const SERVER = 'The mail server (NOTIFY_SMTP_URL)'

/** What nodemailer's errors have, all of it optional. */
const MailError = z.object({
  code: z.string().catch(''),
  /** Of the system or of TLS. */
  originalCode: z.string().catch(''),
  /** Of SMTP. */
  responseCode: z.number().nullable().catch(null),
  command: z.string().catch(''),
})

/** Returns any other error as it is: it is our own mistake. */
export function mailNotTaken(error: unknown, whose: string): unknown {
  const parsed = MailError.safeParse(error)
  const known = parsed.success && /^E[A-Z]+$/.test(parsed.data.code)
  return known ? new NoticeNotTaken(`${SERVER} ${wordsFor(parsed.data, whose)}.`) : error
}

/** The message was sent to the other addresses, and is not sent again. */
export function addressesRefused(refused: number, all: number, whose: string): string {
  return `${SERVER} refused ${String(refused)} of the ${String(all)} addresses ${whose}.`
}

function wordsFor(
  { code, originalCode, responseCode, command }: z.output<typeof MailError>,
  whose: string,
): string {
  const status = responseCode === null ? '' : ` (${String(responseCode)})`
  if (code === 'EAUTH') return `refused the user name or password${status}`
  if (code === 'EABORT') return 'did not take the message in time'
  if (command === 'MAIL FROM') return `refused the sender NOTIFY_EMAIL_FROM${status}`
  if (command === 'RCPT TO') return `refused every address ${whose}${status}`
  if (code === 'ETLS') return `does not encrypt${status}: check that the scheme and the port fit`
  if (code === 'EPROTOCOL') return `did not answer like one${status}: check its port`
  if (responseCode !== null) return `refused the message${status}`
  const why = originalCode === '' ? code : originalCode
  return `did not answer (${why}): ${hintFor(why)}`
}
