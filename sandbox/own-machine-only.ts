/** Refuses requests that a web page of another site makes a browser send. The stand-ins have no other protection. */
import type { RequestHandler } from 'express'

const OWN = /^(?:https?:\/\/)?(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/

export function ownMachineOnly(): RequestHandler {
  return ({ headers: { host = '', origin } }, response, next) => {
    if (OWN.test(host) && (origin === undefined || OWN.test(origin))) next()
    else response.status(403).type('text').send('The sandbox answers only this machine.')
  }
}
