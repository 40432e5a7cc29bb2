/** Stands in for the service's API: remembers each request, and answers as the test says. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { portOf } from '../servers/port-of.ts'

export interface RecordingApi {
  readonly url: string
  /** Method and path below `/api/v1`, such as `GET /accounts/22950`. */
  readonly requests: readonly string[]
  /** Authorization headers. */
  readonly authorizations: readonly string[]
  close(): Promise<void>
}

const UNKNOWN = {
  type: 'urn:on24-act-on:problem:notRegistered',
  title: 'This ON24 client is not registered',
  status: 404,
  detail: 'Register it first.',
}

/** `answers` by path with its query; all other requests are answered with 404. The caller closes it. */
export async function startRecordingApi(
  answers: Readonly<Record<string, unknown>> = {},
): Promise<RecordingApi> {
  const requests: string[] = []
  const authorizations: string[] = []
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/^\/api\/v1/, '')
    requests.push(`${request.method ?? ''} ${path.replace(/\?.*/, '')}`)
    authorizations.push(request.headers.authorization ?? '')
    const answer = answers[path]
    response.statusCode = answer === undefined ? UNKNOWN.status : 200
    response.end(JSON.stringify(answer ?? UNKNOWN))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${String(portOf(server))}`,
    requests,
    authorizations,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
