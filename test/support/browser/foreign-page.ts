/** Requests as a web page of another site makes a browser send them to a server on this machine. */
import { request } from 'node:http'

/** By a host name that resolves to this machine, and from a page of another origin. */
export const FOREIGN = [
  { host: 'evil.example' },
  { origin: 'http://evil.example' },
  { origin: 'null', 'sec-fetch-site': 'cross-site' },
]

/** Null when the server does not speak HTTP. `fetch` does not allow a host header. */
export function statusOf(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<number | null> {
  const asked = request(url, { headers }).end()
  return new Promise((resolve) => {
    asked.on('error', () => {
      resolve(null)
    })
    asked.on('response', (response) => {
      response.resume()
      resolve(response.statusCode ?? null)
    })
  })
}
