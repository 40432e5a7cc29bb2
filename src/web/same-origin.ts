/**
 * Tells requests that another site has made a browser send. With `Referrer-Policy: no-referrer` our own forms
 * send `Origin: null`, as anything in a sandboxed frame does: `Sec-Fetch-Site` tells these apart. What is not
 * a browser sends neither.
 */
import type { Request } from 'express'

/** @param publicUrl our own origin, as PUBLIC_URL gives it. */
export function isCrossSite(request: Request, publicUrl: string): boolean {
  const site = request.get('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin') return true
  const origin = request.get('origin')
  return origin !== undefined && origin !== 'null' && origin !== publicUrl
}
