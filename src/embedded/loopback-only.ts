/**
 * Refuses what a web page of another site makes the browser of this machine send: servers on the loopback address
 * have no other guard. A `Host` that is not this machine's shows a page whose name was made to lead here (DNS
 * rebinding).
 */
import type { RequestHandler } from 'express'
import { isLoopback } from '../config/loopback.ts'

export function loopbackOnly(): RequestHandler {
  return ({ headers }, response, next) => {
    const { host = '', origin } = headers
    // Pages that send no referrer say `null`, and so does a frame that anybody may have made.
    const isOurPage =
      origin === undefined ||
      (origin === 'null' ? headers['sec-fetch-site'] === 'same-origin' : isLoopback(origin))
    if (isLoopback(`http://${host}`) && isOurPage) next()
    else response.status(403).type('text').send('Only pages of this machine are answered here.')
  }
}
