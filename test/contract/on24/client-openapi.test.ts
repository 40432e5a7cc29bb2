import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { call, collect, startOn24Stub } from '../../support/vendors/on24-stub.ts'

const DOCUMENT = new URL('../../../../shared/api/vendor/on24-openapi.json', import.meta.url)
const DAYS = { from: '2026-03-07', to: '2026-03-10' } as const

const operation = z.object({
  parameters: z.array(z.object({ name: z.string(), in: z.string() })),
})
const openApi = z.object({ paths: z.record(z.string(), z.object({ get: operation.optional() })) })

test('every path, query name and header that is sent is documented by ON24', async (context) => {
  if (!existsSync(DOCUMENT)) context.skip('the vendor’s OpenAPI document is not on this machine')
  const { paths } = openApi.parse(JSON.parse(readFileSync(DOCUMENT, 'utf8')))
  const { client, requests } = await startOn24Stub(() => ({ eventid: 1, pagecount: 1 }))
  await client.checkToken(call)
  await client.listEvents({ mode: 'updated', ...DAYS }, call)
  await client.listRegistrantStamps({ by: 'registration', ...DAYS }, call)
  await client.listRegistrantStamps({ by: 'lastActivity', ...DAYS }, call)
  await client.listAttendeeStamps(DAYS, call)
  await client.readEvent('311512', call)
  await collect(client.readRegistrants('311512', call))
  await collect(client.readAttendees('311512', call))

  for (const { url, headers } of requests) {
    const path = url.pathname
      .replace(/^\/v2/, '')
      .replace(/client\/22950/, 'client/{clientId}')
      .replace(/event\/311512/, 'event/{eventId}')
    const documented = paths[path]?.get?.parameters ?? []
    const names = (where: string) =>
      documented.filter((parameter) => parameter.in === where).map(({ name }) => name)
    expect(names('query'), path).toEqual(expect.arrayContaining([...url.searchParams.keys()]))
    expect(names('header'), path).toEqual(
      expect.arrayContaining(['accessTokenKey', 'accessTokenSecret']),
    )
    expect(Object.keys(headers)).toEqual(
      expect.arrayContaining(['accesstokenkey', 'accesstokensecret']),
    )
  }
  expect(requests).toHaveLength(8)
})
