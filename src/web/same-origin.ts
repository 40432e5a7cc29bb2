/**
 * Detects requests that another site made a browser send. With `Referrer-Policy: no-referrer` our own forms send
 * `Origin: null`, and so does a sandboxed frame: `Sec-Fetch-Site` distinguishes them. Clients that are not browsers
 * send neither header.
 */
import type { Request } from 'express'

/** @param publicUrl our own origin, as PUBLIC_URL gives it. */
export function isCrossSite(request: Request, publicUrl: string): boolean {
  const site = request.get('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin') return true
  const origin = request.get('origin')
  return origin !== undefined && origin !== 'null' && origin !== publicUrl
}
