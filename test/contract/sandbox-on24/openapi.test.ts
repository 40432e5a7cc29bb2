import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { days, startOn24Fixture } from '../../support/fixtures/on24-fixture.ts'

/** ON24's published API description, if it was placed beside the repository. */
const DESCRIPTION = new URL('../../../../shared/api/vendor/on24-openapi.json', import.meta.url)

const Example = z.looseObject({})
const Operation = z.looseObject({
  responses: z.record(
    z.string(),
    z.looseObject({
      content: z
        .record(
          z.string(),
          z.looseObject({
            example: Example.optional(),
            examples: z.record(z.string(), z.looseObject({ value: Example })).optional(),
          }),
        )
        .optional(),
    }),
  ),
})
const Description = z.looseObject({
  paths: z.record(z.string(), z.looseObject({ get: Operation.optional() })),
})

/** The keys of the body, and those of the first row of each list in it. */
function keysOf(body: object): string[] {
  return Object.entries(body).flatMap(([key, value]) => {
    const rows: unknown = Array.isArray(value) ? value[0] : undefined
    return typeof rows === 'object' && rows !== null
      ? [key, ...Object.keys(rows).map((name) => `${key}[].${name}`)]
      : [key]
  })
}

const LISTS = ['/event', '/registrant', '/attendee', '/event/{eventId}/registrant']
const PATHS = ['', ...LISTS, '/event/{eventId}', '/event/{eventId}/attendee']

it.for(PATHS)(
  'answers GET /client/{clientId}%s with keys of the vendor’s own examples',
  async (path, context) => {
    if (!existsSync(DESCRIPTION))
      context.skip('the vendor’s API description is not on this machine')
    const { paths } = Description.parse(JSON.parse(readFileSync(DESCRIPTION, 'utf8')))
    const content = Object.values(
      paths[`/client/{clientId}${path}`]?.get?.responses['200']?.content ?? {},
    )
    const examples = content.flatMap(({ example, examples = {} }) => [
      ...(example === undefined ? [] : [example]),
      ...Object.values(examples).map(({ value }) => value),
    ])
    const known = new Set(examples.flatMap(keysOf))
    expect(known.size).toBeGreaterThan(1)

    const { sandbox, clientId, get } = await startOn24Fixture({
      accounts: [{ subClientIds: ['77001'] }],
    })
    const now = sandbox.clock.now().getTime()
    const eventId = sandbox.world.addWebinar(clientId, {
      liveStartAt: new Date(now - days(5)),
      createdAt: new Date(now - days(20)),
      people: 40,
    })
    const query = path.endsWith('event') ? '?includesubaccounts=Y' : '?userstatus=any'
    const { status, body } = await get(path.replace('{eventId}', String(eventId)) + query)
    expect(status).toBe(200)
    expect(keysOf(body).filter((key) => !known.has(key))).toEqual([])
  },
)
