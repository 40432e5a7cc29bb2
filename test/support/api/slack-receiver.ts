/** Stands for Slack's incoming webhooks: takes messages of their format alone. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { portOf } from '../servers/port-of.ts'

const Markdown = z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(3000) })

const Section = z.strictObject({ type: z.literal('section'), text: Markdown })
const Fields = z.strictObject({
  type: z.literal('section'),
  fields: z.array(Markdown.extend({ text: z.string().min(1).max(2000) })).max(10),
})
const Header = z.strictObject({
  type: z.literal('header'),
  text: z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(150) }),
})

const SlackMessage = z.strictObject({
  text: z.string().min(1),
  unfurl_links: z.literal(false),
  blocks: z.array(z.union([Header, Fields, Section])).max(50),
})
export type SlackMessage = z.infer<typeof SlackMessage>

export interface SlackReceiver {
  /** Environment of a service that sends its notices here. */
  readonly env: Readonly<Record<string, string>>
  /** Messages that were taken, oldest first. */
  readonly received: readonly SlackMessage[]
  /** The next answers, as status and body; 200 and "ok" when none is left. */
  readonly answers: (readonly [status: number, body: string])[]
  close(): Promise<void>
}

/** The URL is a secret, so it contains the canary. */
const PATH = '/services/T0/B0/Zq7canary'

export async function startSlackReceiver(): Promise<SlackReceiver> {
  const received: SlackMessage[] = []
  const answers: (readonly [number, string])[] = []
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const message = SlackMessage.safeParse(JSON.parse(body))
      const [status, answer] =
        request.url !== PATH || !message.success
          ? [400, 'invalid_payload']
          : (answers.shift() ?? [200, 'ok'])
      if (status === 200 && message.success) received.push(message.data)
      response.writeHead(status).end(answer)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    env: { NOTIFY_SLACK_URL: `http://127.0.0.1:${String(portOf(server))}${PATH}` },
    received,
    answers,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
