/** One run in detail: in the API, as commands, and on its page. Its workflow id contains slashes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Run } from '../../../src/api/run.ts'
import { RunRow, RunWebinar } from '../../../src/api/run-details.ts'
import { ledgerAddsUp } from '../../../src/contracts/run.ts'
import { recordTrouble } from '../../../src/store/troubles/troubles.ts'
import { operatorPages } from '../../support/api/operator-pages.ts'
import { expectProblem, fieldsOf } from '../../support/api/problem.ts'
import { type CliFixture, openCliFixture } from '../../support/fixtures/cli-fixture.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'
import { storeHeld, storeRows, storeWebinar } from '../../support/rows/waiting-rows.ts'

const OTHER = '9200'
const SEALED = 'Zq7canary-sealed'

let api: CliFixture
let run: Run
beforeAll(async () => {
  api = await openCliFixture()
  await storeAccount(api.store, OTHER)
  run = z.object({ items: z.tuple([Run]) }).parse((await api.call(path('runs'))).body).items[0]
  await storeDetails(`${run.workflowId}/${run.runId}`)
})
afterAll(() => api.close())

const path = (what: string, id = api.linked) => `/accounts/${id}/${what}`
const ofRun = (what = '', workflowId = run.workflowId, runId = run.runId) =>
  `runs/${encodeURIComponent(workflowId)}/${encodeURIComponent(runId)}${what}`

/** Four webinars beside those that the run has really read. */
async function storeDetails(runKey: string): Promise<void> {
  const { store, linked: on24ClientId } = api
  const at = api.now()
  const place = (eventId: string) => ({ on24ClientId, eventId, at })
  for (const eventId of ['1', '2', '3']) await storeWebinar(store, place(eventId))
  const done = { runKey, deliveryState: 'done', filtered: '{}' } as const
  await store
    .insertInto('runWebinar')
    .values([
      { ...done, eventId: '1', readState: 'read', read: 5, filtered: '{"noEmail":2}' },
      { ...done, eventId: '2', readState: 'notRead', carriedOver: 3, listAnswer: '400 10004' },
      { ...done, eventId: '3', readState: 'failed', readFailure: 'ON24 answered with status 500.' },
      // Of a dry run: it is not in the store.
      { ...done, eventId: '4', readState: 'read', deliveryState: 'open', read: 1, leftPending: 1 },
    ])
    .execute()
  const rejected = { state: 'rejected', rejectedBy: 'actOn', rejectedReason: 'Too long.' } as const
  await storeRows(store, place('1'), [
    { registrantId: '11', runKey, sealed: SEALED },
    {
      registrantId: '12',
      runKey,
      ...rejected,
      rejectedField: 'Company',
      tries: 2,
      lastTriedAt: at,
    },
    { registrantId: '13', runKey, action: 'move' },
    // Of another run.
    { registrantId: '14' },
  ])
  await storeRows(store, place('2'), [{ registrantId: '21', runKey }])
  await storeHeld(store, place('2'), ['22', '23'], runKey)
  const trouble = { kind: 'listRefused', detail: '400 10004', at } as const
  await recordTrouble(store, place('2'), trouble)
}

async function all<Item extends z.ZodType>(item: Item, what: string): Promise<z.output<Item>[]> {
  const Page = z.object({ items: z.array(item), nextCursor: z.string().nullable() })
  const found: z.output<Item>[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const more: string = cursor === '' ? '' : `&cursor=${cursor}`
    const url = `${path(ofRun(what))}${what.includes('?') ? '&' : '?'}limit=1${more}`
    const page = Page.parse((await api.call(url)).body)
    found.push(...page.items)
    cursor = page.nextCursor
  }
  return found
}

describe('the API', () => {
  test('gives the same document as the list of runs', async () => {
    expect(run.workflowId).toContain('/')
    const answer = await api.call(path(ofRun()))
    expect(answer).toMatchObject({ status: 200, body: run })
  })

  test('lists the webinars page by page, each with a ledger that adds up', async () => {
    const webinars = await all(RunWebinar, '/webinars')
    expect(webinars.length).toBe(run.webinars.of + 4)
    const ids = webinars.map(({ eventId }) => eventId)
    expect(ids).toEqual(ids.toSorted())
    expect(webinars.filter(({ ledger }) => !ledgerAddsUp(ledger))).toEqual([])
    const byId = new Map(webinars.map((webinar) => [webinar.eventId, webinar]))
    expect(byId.get('1')).toMatchObject({
      ...{ title: 'Webinar 1', state: 'read', failure: null, delivered: true, refusal: null },
      ledger: { read: 5, filtered: { noEmail: 2 }, rejected: 1, pending: 2 },
    })
    expect(byId.get('2')).toMatchObject({ state: 'notRead', refusal: '400 10004' })
    expect(byId.get('3')).toMatchObject({
      ...{ state: 'failed', failure: 'ON24 answered with status 500.' },
    })
    expect(byId.get('4')).toMatchObject({
      title: null,
      delivered: false,
      takenOver: 1,
      ledger: { pending: 1 },
    })
  })

  test.each([
    ['state=failed', ['3']],
    ['state=notRead', ['2']],
    ['waiting=true', ['1', '2', '4']],
    ['rejected=true', ['1']],
    ['waiting=true&state=read&rejected=false', ['4']],
  ])('lists the webinars with %s', async (query, ids) => {
    const webinars = await all(RunWebinar, `/webinars?${query}`)
    expect(webinars.map(({ eventId }) => eventId)).toEqual(ids)
  })

  test('lists the rows of this run with why they wait or were rejected, without their content', async () => {
    const rows = await all(RunRow, '/rows')
    const { text } = await api.call(path(ofRun('/rows')))
    expect(text).not.toContain(SEALED)
    const at = { since: api.now().toISOString().slice(0, 10) }
    expect(rows.every(({ since }) => since.startsWith(at.since))).toBe(true)
    const shown = rows.map((row) => [row.eventId, row.on24RegistrantId, row.state, row.reason])
    expect(shown).toEqual([
      ['1', '11', 'pending', 'It is written by the run that is under way, or by the next one.'],
      ['1', '12', 'rejected', 'Too long.'],
      ['1', '13', 'pending', 'It is written by the run that is under way, or by the next one.'],
      ['2', '21', 'pending', expect.stringMatching(/^Act-On refuses this list/)],
      ['2', '22', 'held', expect.stringMatching(/^2 contacts would be removed/)],
      ['2', '23', 'held', expect.stringMatching(/^2 contacts would be removed/)],
    ])
    expect(rows[1]).toMatchObject({ field: 'Company', tries: 2, removal: false })
    expect(rows[4]).toMatchObject({ removal: true, lastTriedAt: null })
  })

  test.each([
    ['state=held', ['22', '23']],
    ['state=rejected', ['12']],
    ['eventId=2&state=pending', ['21']],
  ])('lists the rows with %s', async (query, ids) => {
    const rows = await all(RunRow, `/rows?${query}`)
    expect(rows.map((row) => row.on24RegistrantId)).toEqual(ids)
  })

  test('a row waits for what the account waits for', async () => {
    const { store, linked } = api
    const pause = (since: Date | null) =>
      store
        .updateTable('account')
        .set({ pausedSince: since })
        .where('on24ClientId', '=', linked)
        .execute()
    await pause(api.now())
    const [row] = await all(RunRow, '/rows')
    await pause(null)
    expect(row?.reason).toBe('It waits for a resume.')
  })

  test.each(['', '/webinars', '/rows'])(
    'refuses what the account does not have: %s',
    async (what) => {
      expectProblem(await api.call(path(ofRun(what, 'account-sync/1'))), 404, 'runUnknown')
      expectProblem(await api.call(path(ofRun(what, run.workflowId, 'a\0b'))), 404, 'runUnknown')
      expectProblem(await api.call(path(ofRun(what), OTHER)), 404, 'runUnknown')
      expectProblem(await api.call(path(ofRun(what), '9300')), 404, 'notRegistered')
    },
  )

  test.each([
    '/webinars?state=old',
    '/rows?state=old',
    '/rows?cursor=x',
    '/webinars?cursor=WyIxIl0x',
  ])('names the mistake in %s', async (what) => {
    const answer = await api.call(path(ofRun(what)))
    expectProblem(answer, 422, 'invalid')
    expect(fieldsOf(answer)).toHaveLength(1)
  })
})

describe('the commands', () => {
  const ids = () => [api.linked, run.workflowId, run.runId]

  test('show one run', async () => {
    const shown = await api.cli(['run', 'show', ...ids()])
    expect(shown).toMatchObject({ status: 0, err: '' })
    expect(shown.out).toContain(`Workflow      ${run.workflowId}, run ${run.runId}`)
    expect(shown.out).toMatch(/^link of .*: complete, .* webinars/)
  })

  test.each([
    [
      'webinars',
      ['--state', 'failed'],
      '?state=failed',
      / failed .* ON24 answered with status 500\./,
    ],
    ['rows', ['--state', 'rejected'], '?state=rejected', / 12 +rejected .* Too long\. /],
  ])('list its %s', async (what, filter, query, line) => {
    const table = await api.cli(['run', what, ...ids(), ...filter], { width: 200 })
    expect(table).toMatchObject({ status: 0, err: '' })
    expect(table.out).toMatch(line)
    const { text } = await api.call(path(ofRun(`/${what}${query}`)))
    const json = await api.cli(['run', what, ...ids(), ...filter, '--json'])
    expect(json).toEqual({ status: 0, out: text, err: '' })
  })

  test('say that a run is unknown', async () => {
    const unknown = await api.cli(['run', 'rows', api.linked, 'account-sync/1', '2'])
    expect(unknown).toMatchObject({ status: 3, out: '' })
    expect(unknown.err).toMatch(/^This run is unknown\./)
  })
})

describe('the page', () => {
  test('is reached from the list of runs, and filters both lists', async () => {
    const { page, signedIn } = operatorPages(() => api.webUrl)
    const cookie = await signedIn()
    const account = await page(path('', api.linked).replace(/\/$/, ''), { cookie })
    const link = /id="details-run-[^"]+" href="([^"]+)"/.exec(account.text)?.[1] ?? ''
    const shown = await page(link, { cookie })
    expect(shown.status).toBe(200)
    expect(shown.text).toContain(run.workflowId)
    expect(shown.text).toContain('ON24 answered with status 500.')
    expect(shown.text).toContain('id="row-1-12"')
    expect(shown.text).not.toContain(SEALED)
    const filtered = await page(`${link}?state=failed&row=held`, { cookie })
    expect(rowIds(filtered.text)).toEqual(['webinar-3', 'row-2-22', 'row-2-23'])
    expect((await page(`${link.slice(0, -1)}x`, { cookie })).status).toBe(404)
  })
})

function rowIds(text: string): (string | undefined)[] {
  return [...text.matchAll(/<tr id="((?:webinar|row)-[\d-]+)"/g)].map(([, id]) => id)
}
