/**
 * Refuses requests that a web page of another site makes this machine's browser send: servers on the loopback address
 * have no other protection. A foreign `Host` means a page whose name was pointed to this machine (DNS rebinding).
 */
import type { RequestHandler } from 'express'
import { isLoopback } from '../config/loopback.ts'

export function loopbackOnly(): RequestHandler {
  return ({ headers }, response, next) => {
    const { host = '', origin } = headers
    // Pages that send no referrer have the origin `null`, but so do sandboxed frames of any site.
    const isOurPage =
      origin === undefined ||
      (origin === 'null' ? headers['sec-fetch-site'] === 'same-origin' : isLoopback(origin))
    if (isLoopback(`http://${host}`) && isOurPage) next()
    else
      response.status(403).type('text').send('Only pages of this machine may send requests here.')
  }
}
