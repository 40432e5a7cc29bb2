/** Response headers of all pages: run only our own scripts, send no referrer, cache nothing. */
import type { RequestHandler } from 'express'
import helmet from 'helmet'

/**
 * For pages and their assets.
 * @param logoUrl the only image from elsewhere that they may load
 */
export function securityHeaders(logoUrl: string | null = null): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'style-src': ["'self'"],
        'script-src': ["'self'"],
        'connect-src': ["'self'"],
        'img-src': ["'self'", ...(logoUrl === null ? [] : [new URL(logoUrl).origin])],
        'form-action': ["'self'"],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  })
}

/** For pages only: they are private and must not be cached or indexed. */
export const pageHeaders: RequestHandler = (_request, response, next) => {
  response.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' })
  next()
}
