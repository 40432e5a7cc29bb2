/**
 * The web UI of the embedded Temporal server, for this machine only. The UI itself accepts any host name and origin, so
 * it listens on an address that no web page can find, behind a proxy that checks each request.
 */
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { platform } from 'node:process'
import express from 'express'
import { createProxyMiddleware } from 'http-proxy-middleware'
import { loopbackOnly } from './loopback-only.ts'

export interface TemporalUi {
  readonly url: string
  close(): Promise<void>
}

/**
 * An unguessable address of this machine where there is more than one: on Linux, all of 127.0.0.0/8 is this machine.
 */
export function hiddenLoopbackAddress(): string {
  if (platform !== 'linux') return '127.0.0.1'
  return ['127', randomInt(1, 255), randomInt(1, 255), randomInt(1, 255)].join('.')
}

/** @param hiddenUrl where the UI itself listens; it may not answer for a moment. */
export async function startTemporalUi(port: number, hiddenUrl: string): Promise<TemporalUi> {
  const app = express()
  app.disable('x-powered-by')
  app.use(loopbackOnly())
  app.use(createProxyMiddleware({ target: hiddenUrl }))
  const server = createServer(app).listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${String(port)}`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
