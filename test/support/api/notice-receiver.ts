/** Receives webhook notices and verifies each with the Standard Webhooks library. */
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'
import { expect, vi } from 'vitest'
import { z } from 'zod'
import { ACCOUNT_STATES } from '../../../src/contracts/account-state.ts'
import { TROUBLE_KINDS } from '../../../src/contracts/trouble.ts'
import { portOf } from '../servers/port-of.ts'

const facts = {
  on24ClientId: z.string(),
  name: z.string(),
  reason: z.string(),
  since: z.iso.datetime(),
  state: z.enum(ACCOUNT_STATES),
  statusUrl: z.url(),
}
const OTHERS = ['failing', 'waitingForQuota', 'late', 'rejections', ...TROUBLE_KINDS] as const
const TROUBLES = ['needsRelink', ...OTHERS] as const

const message = <Type extends z.ZodType<string>, Data extends z.ZodType>(type: Type, data: Data) =>
  z.strictObject({ type, timestamp: z.iso.datetime(), data })

const Notice = z.union([
  message(
    z.literal('account.needsRelink'),
    z.strictObject({
      ...facts,
      relinkUrl: z.url(),
      expiresAt: z.iso.datetime(),
      customerStatusUrl: z.url().optional(),
    }),
  ),
  message(z.enum(OTHERS.map((kind) => `account.${kind}` as const)), z.strictObject(facts)),
  message(
    z.literal('account.recovered'),
    z.strictObject({ ...facts, ends: z.enum(TROUBLES), lastedSince: z.iso.datetime() }),
  ),
])

export interface ReceivedNotice {
  /** The same for all delivery attempts of one notice. */
  readonly id: string
  readonly notice: z.infer<typeof Notice>
}

/** The URL in an `account.needsRelink` notice at which the customer links again. */
export function relinkUrlOf({ notice }: ReceivedNotice): string {
  return 'relinkUrl' in notice.data ? notice.data.relinkUrl : expect.fail(notice.type)
}

export interface NoticeReceiver {
  /** Environment of a service that sends its notices here. */
  readonly env: Readonly<Record<string, string>>
  /** Correctly signed and well-formed notices, oldest first. */
  readonly received: readonly ReceivedNotice[]
  /** The errors in all other requests. */
  readonly faults: readonly string[]
  /** HTTP statuses of the next answers; 204 when none is left. */
  readonly answers: number[]
  close(): Promise<void>
}

const SECRET = 'Zq7canary-webhook-secret'
/** The URL is a secret, too, so it contains the canary. */
const PATH = '/Zq7canary-hook?key=Zq7canary'

/** `now` is the senders' clock, which a test may have moved. */
export async function startNoticeReceiver(now: () => Date): Promise<NoticeReceiver> {
  const received: ReceivedNotice[] = []
  const faults: string[] = []
  const answers: number[] = []
  const webhook = new Webhook(SECRET, { format: 'raw' })
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      try {
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        )
        const notice = Notice.parse(atTime(now(), () => webhook.verify(body, headers)))
        if (request.url !== PATH) throw new Error(`called at ${request.url ?? ''}`)
        received.push({ id: headers['webhook-id'] ?? '', notice })
      } catch (error) {
        faults.push(String(error))
      }
      response.writeHead(answers.shift() ?? 204).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    env: {
      NOTIFY_WEBHOOK_URL: `http://127.0.0.1:${String(portOf(server))}${PATH}`,
      NOTIFY_WEBHOOK_SECRET: SECRET,
    },
    received,
    faults,
    answers,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Fakes the date, because the library compares timestamps with the machine's clock. */
function atTime<T>(time: Date, work: () => T): T {
  vi.useFakeTimers({ now: time, toFake: ['Date'] })
  try {
    return work()
  } finally {
    vi.useRealTimers()
  }
}
