/** What a web page of another site gets that makes a browser of this machine call a server on it. */
import { request } from 'node:http'

/** By a name that was made to lead here, and from a page of its own. */
export const FOREIGN = [
  { host: 'evil.example' },
  { origin: 'http://evil.example' },
  { origin: 'null', 'sec-fetch-site': 'cross-site' },
]

/** Null where no HTTP is spoken. `fetch` would not let the host be set. */
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
