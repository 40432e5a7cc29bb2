/** A service under test with its web server, and an operator who uses its API. */
import { onTestFinished } from 'vitest'
import { startWebServer } from '../../src/web/web-server.ts'
import { auditTrail } from './audit-trail.ts'
import { expectDescribed } from './described-answer.ts'
import {
  openServiceUnderTest,
  OPERATOR_TOKEN,
  type ServiceUnderTest,
  type ServiceUnderTestOptions,
} from './service-under-test.ts'

export interface ApiAnswer {
  readonly status: number
  readonly headers: Headers
  /** As it was sent. */
  readonly text: string
  /** Parsed; of another kind than JSON its text; null without a body. */
  readonly body: unknown
}

export interface ApiCall {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'
  readonly token?: string | null
  /** Sent as JSON, a string as it is. */
  readonly body?: unknown
  /** The caller's address, as a proxy in front says it. */
  readonly from?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface OperatorApi extends ServiceUnderTest {
  readonly webUrl: string
  /** `path` is below `/api/v1`. The answer is one that the API's document describes. */
  call(path: string, call?: ApiCall): Promise<ApiAnswer>
  /** `action result` of each entry, oldest first. */
  audit(on24ClientId: string): Promise<string[]>
}

/** Whoever opens it closes it. */
export async function openOperatorApi(options: ServiceUnderTestOptions): Promise<OperatorApi> {
  const env = { PORT: '0', TRUST_PROXY: '1', ...options.env }
  const service = await openServiceUnderTest({ ...options, env })
  const web = await startWebServer(service, service)
  return {
    ...service,
    webUrl: web.url,
    async call(path, call = {}) {
      const answer = await callApi(`${web.url}/api/v1${path}`, call)
      expectDescribed(call.method ?? 'GET', path, answer)
      return answer
    },
    audit: (on24ClientId) => auditTrail(service.store, on24ClientId),
    async close() {
      await web.close()
      await service.close()
    },
  }
}

/** Ends with its test. */
export async function startOperatorApi(options: ServiceUnderTestOptions): Promise<OperatorApi> {
  const api = await openOperatorApi(options)
  onTestFinished(() => api.close())
  return api
}

async function callApi(url: string, call: ApiCall): Promise<ApiAnswer> {
  const { method = 'GET', token = OPERATOR_TOKEN, body, from = '203.0.113.1' } = call
  const response = await fetch(url, {
    method,
    headers: {
      'x-forwarded-for': from,
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...call.headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const { status, headers } = response
  return { status, headers, text, body: bodyOf(text, headers) }
}

function bodyOf(text: string, headers: Headers): unknown {
  if (text === '') return null
  return headers.get('content-type')?.includes('json') ? (JSON.parse(text) as unknown) : text
}
