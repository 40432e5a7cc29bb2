/** Requests to a server on this machine as a browser sends them for a web page of another site. */
import { request } from 'node:http'

/** Headers of such requests: with a foreign host name that resolves to this machine, or from another origin. */
export const FOREIGN = [
  { host: 'evil.example' },
  { origin: 'http://evil.example' },
  { origin: 'null', 'sec-fetch-site': 'cross-site' },
]

/** Null when the server does not speak HTTP. It uses node:http because `fetch` does not allow a Host header. */
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
