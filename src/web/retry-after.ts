/** Sets Retry-After (RFC 9110, 10.2.3) in whole seconds, at least 1. */
import type { Response } from 'express'

export function setRetryAfter(response: Response, waitMs: number): void {
  response.set('Retry-After', String(Math.max(1, Math.ceil(waitMs / 1000))))
}
