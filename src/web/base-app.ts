/** The base of all our servers: the client's address, and protection of a loopback server from other sites' pages. */
import express, { type Express } from 'express'
import type { Config } from '../config/config.ts'
import { isLoopback } from '../config/loopback.ts'
import { loopbackOnly } from '../embedded/loopback-only.ts'
import { stripForwardedPorts } from './forwarded-for.ts'

export function baseApp({ http }: Pick<Config, 'http'>): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', http.trustProxy)
  app.use(stripForwardedPorts)
  if (isLoopback(http.publicUrl)) app.use(loopbackOnly())
  return app
}
