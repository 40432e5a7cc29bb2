/**
 * The embedded Temporal server's web UI, for this machine alone: the UI itself answers any name and origin, so it
 * listens where no web page finds it, and what comes to its port is looked at first.
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
 * An address of this machine that cannot be guessed; where there is but one, that one. On Linux all of 127.0.0.0/8
 * is this machine.
 */
export function hiddenLoopbackAddress(): string {
  if (platform !== 'linux') return '127.0.0.1'
  return ['127', randomInt(1, 255), randomInt(1, 255), randomInt(1, 255)].join('.')
}

/** @param hiddenUrl where the UI listens; it may be away for a moment. */
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
