/** Compares the stand-in with the vendor's own description, if that was placed beside the repository. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { createTestList, startActOnFixture } from '../../support/fixtures/act-on-fixture.ts'

const FOLDER = new URL('../../../../shared/api/vendor/', import.meta.url)
const FILES = ['act-on-api-1.json', 'act-on-api-raw-body.json', 'act-on-oauth.json']
const isThere = FILES.every((file) => existsSync(new URL(file, FOLDER)))
if (!isThere) process.stdout.write('Act-On’s OpenAPI documents are not there: not compared.\n')

const OpenApi = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })

/** Operations of the vendor's API that the stand-in leaves out, because the service uses none of them. */
const NOT_REPRODUCED = [
  /^GET \/api\/1\/list\/\{listid\}\/record\/\{recordid\}\/facts$/,
  /^GET \/api\/1\/list\/lookup$/,
  /\/list\/(hardbounce|spamcomplaint|optout|optin)$/,
]

test.runIf(isThere)(
  'every list and token operation of the vendor is an endpoint here',
  async () => {
    const actOn = await startActOnFixture()
    const listId = await createTestList(actOn)
    const operations: string[] = []
    for (const file of FILES) {
      const { paths } = OpenApi.parse(JSON.parse(await readFile(new URL(file, FOLDER), 'utf8')))
      for (const [path, methods] of Object.entries(paths)) {
        if (!/^\/(api\/1\/list|token)/.test(path)) continue
        for (const method of Object.keys(methods))
          operations.push(`${method.toUpperCase()} ${path}`)
      }
    }
    const wanted = operations.filter((name) => !NOT_REPRODUCED.some((not) => not.test(name)))
    expect(wanted.length).toBeGreaterThan(14)
    for (const operation of wanted) {
      const [method = '', path = ''] = operation.split(' ')
      const real = path.replace('{listid}', listId).replace('{recordid}', `${listId}:0`)
      await actOn.call(method, real.replace('{jobid}', '15959711'))
    }
    const unknown = actOn.ledger.calls({ endpoint: 'unknown' })
    expect(unknown.map(({ method, path }) => `${method} ${path}`)).toEqual([])
  },
)
