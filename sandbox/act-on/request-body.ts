/**
 * Reads the body of each request before it is handled, by the declared content type. Which types are allowed is up to
 * the endpoint.
 */
import { text } from 'node:stream/consumers'
import busboy from 'busboy'
import type { NextFunction, Request, Response } from 'express'

export type RequestBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'form'; readonly fields: URLSearchParams }
  | { readonly kind: 'json'; readonly value: unknown }
  | {
      readonly kind: 'multipart'
      readonly fields: Map<string, string>
      readonly file: Upload | null
    }
  | { readonly kind: 'unreadable' }

export interface Upload {
  /** UTF-8. */
  readonly text: string
  readonly tooLarge: boolean
}

export interface BodyReader {
  /** Express middleware. */
  read(request: Request, response: Response, next: NextFunction): void
  of(request: Request): RequestBody
}

export function createBodyReader(maxFileBytes: () => number): BodyReader {
  const bodies = new WeakMap<Request, RequestBody>()
  return {
    read: (request, _response, next) => {
      readBody(request, maxFileBytes()).then(
        (body) => {
          bodies.set(request, body)
          next()
        },
        // The caller disconnected and expects no response.
        () => request.destroy(),
      )
    },
    of: (request) => bodies.get(request) ?? { kind: 'none' },
  }
}

async function readBody(request: Request, maxFileBytes: number): Promise<RequestBody> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase()
  if (type === 'multipart/form-data') return readMultipart(request, maxFileBytes)
  const content = await text(request)
  if (content === '') return { kind: 'none' }
  if (type === 'application/x-www-form-urlencoded') {
    return { kind: 'form', fields: new URLSearchParams(content) }
  }
  if (type !== 'application/json') return { kind: 'unreadable' }
  try {
    return { kind: 'json', value: JSON.parse(content) }
  } catch {
    return { kind: 'unreadable' }
  }
}

async function readMultipart(request: Request, maxFileBytes: number): Promise<RequestBody> {
  let parser: busboy.Busboy
  try {
    const limits = { fileSize: maxFileBytes, fieldSize: 10_000_000 }
    parser = busboy({ headers: request.headers, limits })
  } catch {
    // No boundary in the header.
    request.resume()
    return { kind: 'unreadable' }
  }
  const fields = new Map<string, string>()
  let file: Upload | null = null
  parser.on('field', (name, value) => fields.set(name, value))
  parser.on('file', (name, stream, info) => {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('close', () => {
      if (name !== 'file' || info.filename === undefined) return
      file = { text: Buffer.concat(chunks).toString('utf8'), tooLarge: stream.truncated === true }
    })
  })
  return new Promise((resolve, reject) => {
    parser.on('close', () => resolve({ kind: 'multipart', fields, file }))
    parser.on('error', () => {
      request.unpipe(parser)
      request.resume()
      resolve({ kind: 'unreadable' })
    })
    request.on('aborted', () => reject(new Error('The caller disconnected.')))
    request.pipe(parser)
  })
}
