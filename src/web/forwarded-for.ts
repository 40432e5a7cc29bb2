/** Normalizes X-Forwarded-For for Express, which expects addresses without ports. */
import type { RequestHandler } from 'express'

/** `203.0.113.9:51234` or `[2001:db8::9]:51234`: some proxies add the port, which changes with each connection. */
const WITH_PORT = /^(?:\[([0-9a-f:.]+)\]|(\d{1,3}(?:\.\d{1,3}){3}))(?::\d{1,5})?$/i

export const stripForwardedPorts: RequestHandler = (request, _response, next) => {
  const forwarded = request.headers['x-forwarded-for']
  if (forwarded !== undefined) {
    const addresses = [forwarded].flat().join(',').split(',')
    request.headers['x-forwarded-for'] = addresses.map(withoutPort).join(', ')
  }
  next()
}

function withoutPort(address: string): string {
  const [, v6, v4] = WITH_PORT.exec(address.trim()) ?? []
  return v6 ?? v4 ?? address.trim()
}
