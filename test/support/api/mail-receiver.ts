/** A real SMTP server that receives notices by e-mail. It asks for a login. */
import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { CANARY } from '../../../sandbox/world/canary.ts'
import { portOf } from '../servers/port-of.ts'

/** A recipient that the server refuses. */
export const REFUSED = `refused.${CANARY}@example.com`

export const MAIL_TO = `ops.${CANARY}@example.com`
const LOGIN = { user: `sync+${CANARY}@example.com`, password: `pass/${CANARY}:word` }

export interface ReceivedMail extends Email {
  readonly recipients: readonly string[]
  /** It came over TLS. */
  readonly isEncrypted: boolean
}

export interface MailReceiver {
  /** Environment of a service that sends its notices here. */
  readonly env: Readonly<Record<string, string>>
  /** The server's address with other credentials, or another scheme. */
  url(parts?: {
    readonly scheme?: string
    readonly password?: string
    readonly port?: number
  }): string
  /** Oldest first. */
  readonly received: readonly ReceivedMail[]
  /** SMTP codes with which the next messages are refused after they were sent; accepted when none is left. */
  readonly answers: number[]
  close(): Promise<void>
}

const refusal = (code: number) => Object.assign(new Error(`No, ${MAIL_TO}`), { responseCode: code })

/** By default without STARTTLS, and without TLS from the first byte. */
export async function startMailReceiver(
  options: SMTPServerOptions = { disabledCommands: ['STARTTLS'] },
): Promise<MailReceiver> {
  const received: ReceivedMail[] = []
  const answers: number[] = []
  const server = new SMTPServer({
    ...options,
    allowInsecureAuth: true,
    onAuth({ username, password }, _session, callback) {
      if (username === LOGIN.user && password === LOGIN.password) callback(null, { user: username })
      else callback(refusal(535))
    },
    onRcptTo({ address }, _session, callback) {
      callback(address === REFUSED ? refusal(550) : null)
    },
    onData(stream, session, callback) {
      void buffer(stream).then(async (bytes) => {
        const code = answers.shift()
        if (code !== undefined) return callback(refusal(code))
        const recipients = session.envelope.rcptTo.map(({ address }) => address)
        received.push({
          ...(await PostalMime.parse(bytes)),
          recipients,
          isEncrypted: session.secure,
        })
        callback()
      })
    },
  })
  // A client that does not trust the certificate breaks the connection off.
  server.on('error', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const url: MailReceiver['url'] = (parts = {}) => {
    const { scheme = 'smtp', password = LOGIN.password, port = portOf(server.server) } = parts
    const login = [LOGIN.user, password].map(encodeURIComponent).join(':')
    return `${scheme}://${login}@127.0.0.1:${String(port)}`
  }
  return {
    env: {
      NOTIFY_SMTP_URL: url(),
      NOTIFY_EMAIL_TO: MAIL_TO,
      NOTIFY_EMAIL_FROM: 'The sync <sync@example.com>',
    },
    url,
    received,
    answers,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}
