/**
 * Sends a notice by e-mail. The message's id comes from the notice's: an attempt that is repeated has the same one, and
 * the end of a trouble answers its beginning, so that mail programs show both in one thread.
 */
import { createTransport } from 'nodemailer'
import type { Config } from '../config/config.ts'
import type { Deliver } from './channels.ts'
import { mailHtml, mailText } from './mail-text.ts'
import { addressesRefused, mailNotTaken } from './mail-problem.ts'

type EmailConfig = NonNullable<Config['notify']['email']>

/** All of an attempt has to end before its activity times out. */
const LONGEST_MS = 30_000
const TIMEOUTS = {
  dnsTimeout: 10_000,
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 20_000,
}

/** @param whose how a sentence about addresses goes on: `in NOTIFY_EMAIL_TO`. */
export function createMailClient({ server, to, from }: EmailConfig, whose: string): Deliver {
  const transport = createTransport(mailOptions(server))
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1)
  const messageId = (noticeId: string) => `<${noticeId}@${domain}>`

  return async ({ id, sentAt, text, answers }, { signal }) => {
    const thread = answers === null ? null : messageId(answers)
    const limit = AbortSignal.timeout(LONGEST_MS)
    try {
      const { rejected } = await transport.sendMail({
        from: { ...from },
        to: [...to],
        messageId: messageId(id),
        ...(thread !== null && { inReplyTo: thread, references: [thread] }),
        subject: thread === null ? text.subject : `Re: ${text.subject}`,
        date: sentAt,
        headers: { 'Auto-Submitted': 'auto-generated' },
        text: mailText(text),
        html: mailHtml(text),
        disableFileAccess: true,
        disableUrlAccess: true,
        signal: AbortSignal.any([signal, limit]),
      })
      return rejected.length === 0 ? null : addressesRefused(rejected.length, to.length, whose)
    } catch (error) {
      signal.throwIfAborted()
      throw mailNotTaken(error, whose)
    }
  }
}

/** Nothing is sent without TLS, except to this machine, which nobody can listen in on from outside. */
export function mailOptions({ host, port, secure, isLoopback, login }: EmailConfig['server']) {
  return {
    ...{ host, port, secure },
    requireTLS: !secure && !isLoopback,
    ...(isLoopback && !secure && { tls: { rejectUnauthorized: false } }),
    ...(login !== null && { auth: { user: login.user, pass: login.password } }),
    ...TIMEOUTS,
  }
}
