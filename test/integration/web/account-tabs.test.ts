/** The tabs of an account's page over HTTP: what each shows, its filters, and its pages forth and back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { EMPTY_LEDGER } from '../../../src/contracts/run.ts'
import { recordAudit } from '../../../src/store/audit.ts'
import { recordTrouble } from '../../../src/store/troubles/troubles.ts'
import { TABS, tabPath } from '../../../src/web/pages/account/account-tabs.ts'
import { operatorPages, type PageAnswer } from '../../support/api/operator-pages.ts'
import {
  openOperatorApiFixture,
  type OperatorApiFixture,
} from '../../support/fixtures/operator-api-fixture.ts'
import { AT, ID, storeListRows } from '../../support/rows/list-rows.ts'
import { storeRows, storeWebinar } from '../../support/rows/waiting-rows.ts'

const LIST_URL = 'https://lists.example.com/open/{listId}'

let api: OperatorApiFixture
let cookie: string
const pages = operatorPages(() => api.webUrl)
beforeAll(async () => {
  const env = { ACTON_LIST_URL: LIST_URL }
  api = await openOperatorApiFixture({ world: { preset: 'empty' }, env })
  await storeListRows(api)
  const { store } = api
  for (const [eventId, kind] of [
    ['1001', 'columnMissing'],
    ['1002', 'listRefused'],
    ['1002', 'columnMissing'],
  ] as const) {
    await recordTrouble(store, { on24ClientId: ID, eventId }, { kind, detail: 'Company', at: AT })
  }
  for (const action of ['paused', 'resumed', 'paused'] as const) {
    const entry = { on24ClientId: ID, actor: 'operator:test', action, result: 'ok' }
    await recordAudit(store, { ...entry, at: AT, about: null, address: null })
  }
  cookie = await pages.signedIn()
})
afterAll(() => api.close())

const show = (path: string) => pages.page(`/accounts/${ID}${path}`, { cookie })

/** The ids of the list's rows. */
function rowsIn({ status, text }: PageAnswer): string[] {
  expect(status).toBe(200)
  const [, body = ''] = /<tbody[^>]*>([^]*?)<\/tbody>/.exec(text) ?? []
  return [...body.matchAll(/<tr id="([^"]+)"/g)].map(([, id = '']) => id)
}

const rowsOf = async (path: string) => rowsIn(await show(path))

describe('each tab', () => {
  test('is a page of its own, for operators who are signed in', async () => {
    for (const [tab, name] of TABS) {
      const path = tabPath(ID, tab)
      const { status, text } = await pages.page(path, { cookie })
      expect(status).toBe(200)
      expect(text).toMatch(new RegExp(`id="to-${tab}"[^>]*aria-current="page"[^>]*>${name}<`))
      const away = await pages.page(path)
      expect([away.status, away.goesTo?.startsWith('/sign-in')]).toEqual([303, true])
      expect((await pages.page(tabPath('4242', tab), { cookie })).status).toBe(404)
    }
    expect((await show('/others')).status).toBe(404)
    expect((await pages.page(tabPath(ID, 'runs'), { cookie, form: {} })).status).toBe(404)
  })

  test('shows only its own part', async () => {
    const SECTIONS = ['runs', 'webinars', 'problems', 'rejections', 'verifications', 'audit']
    for (const tab of SECTIONS) {
      const { text } = await show(`/${tab}`)
      const shown = SECTIONS.filter((id) => text.includes(`<section id="${id}"`))
      expect(shown).toEqual([tab])
    }
  })
})

describe('a filter', () => {
  test.each([
    ['/runs?trigger=schedule', ['run-r-2', 'run-r-8']],
    ['/runs?trigger=schedule&outcome=incomplete', ['run-r-8']],
    ['/runs?trigger=&outcome=', ['run-r-1', 'run-r-2', 'run-r-8']],
    ['/webinars?settled=false', ['webinar-1003', 'webinar-1002']],
    ['/webinars?excluded=true', []],
    ['/webinars?search=webinar+1001', ['webinar-1001']],
    ['/webinars?problem=true', ['webinar-1003', 'webinar-1002', 'webinar-1001']],
    ['/problems?kind=columnMissing', ['problem-1001-columnMissing', 'problem-1002-columnMissing']],
    ['/rejections?source=mapping', ['rejection-1001-11']],
    ['/rejections?source=actOn&eventId=1002', ['rejection-1002-12', 'rejection-1002-13']],
    ['/rejections?eventId=none', ['rejection-1001-11', 'rejection-1002-12', 'rejection-1002-13']],
    ['/verifications?repair=true', []],
    ['/audit?action=resumed', ['entry-0']],
  ])('in the URL %s shows %j', async (path, ids) => {
    expect(await rowsOf(path)).toEqual(ids)
  })

  test('goes along to the CSV, and with the operator who comes back', async () => {
    const { text } = await show('/rejections?source=mapping')
    const [, csv = ''] = /href="([^"]+rejections\.csv[^"]*)"/.exec(text) ?? []
    const path = csv.replaceAll('&#61;', '=')
    expect(path).toBe(`/accounts/${ID}/rejections.csv?source=mapping`)
    const file = await pages.page(path, { cookie })
    expect(file.text.trim().split('\n')).toHaveLength(2)
    const [, next = ''] = /name="next" value="([^"]+)"/.exec(text) ?? []
    expect(next.replaceAll('&#61;', '=')).toBe(`/accounts/${ID}/rejections?source=mapping`)
  })
})

test('a list is read page by page, forth and back, and its filter stays', async () => {
  const place = { on24ClientId: ID, eventId: '1900', at: AT }
  await storeWebinar(api.store, place)
  const ids = Array.from({ length: 45 }, (_, index) => String(100 + index))
  const rejected = { state: 'rejected', rejectedBy: 'mapping', rejectedReason: 'tooLong' } as const
  await storeRows(
    api.store,
    place,
    ids.map((registrantId) => ({ registrantId, ...rejected })),
  )
  const linkIn = ({ text }: PageAnswer, name: string) => {
    const [, href] = new RegExp(`id="rejections-${name}" href="([^"]+)"`).exec(text) ?? []
    return href?.replaceAll('&#61;', '=').replaceAll(/&(#38|amp);/g, '&') ?? null
  }
  const follow = async (page: PageAnswer, name: string) =>
    pages.page(linkIn(page, name) ?? expect.fail(`no ${name}`), { cookie })

  const first = await show('/rejections?eventId=1900')
  const second = await follow(first, 'next')
  const third = await follow(second, 'next')
  const shown = [first, second, third].flatMap(rowsIn)
  expect(shown).toEqual(ids.map((id) => `rejection-1900-${id}`))
  expect(['first', 'previous'].map((name) => linkIn(first, name))).toEqual([null, null])
  expect(linkIn(third, 'next')).toBeNull()
  const back = await follow(third, 'previous')
  expect(rowsIn(back)).toEqual(rowsIn(second))
  expect(rowsIn(await follow(back, 'previous'))).toEqual(rowsIn(first))
  expect(rowsIn(await follow(third, 'first'))).toEqual(rowsIn(first))
  expect((await show('/rejections?page=bm9uZQ')).status).toBe(422)
})

test('a webinar’s list is linked to where ACTON_LIST_URL says', async () => {
  const { text } = await show('/webinars')
  expect(
    [...text.matchAll(/id="(list-\d+)"\s+href="([^"]+)"/g)].map(([, ...link]) => link),
  ).toEqual([['list-1005', 'https://lists.example.com/open/l-5']])
})

test('the overview draws what the runs of 30 days did', async () => {
  const day = (days: number) => new Date(api.now().getTime() - days * 24 * 60 * 60_000)
  const run = (key: string, days: number, ledger: object, dryRun = false) => ({
    ...{ runKey: key, on24ClientId: ID, workflowId: key, runId: key, trigger: 'sync' as const },
    ...{ windowTo: day(days), startedAt: day(days), finishedAt: day(days), dryRun },
    ...{
      outcome: 'complete' as const,
      ledger: JSON.stringify({ ...EMPTY_LEDGER, ...ledger }),
      callsOn24: 7,
      callsActOn: 2,
    },
  })
  await api.store
    .insertInto('run')
    .values([
      run('d-1', 3, { created: 5, updated: 6 }),
      run('d-2', 3, { created: 900, updated: 0 }, true),
      run('d-3', 40, { created: 100, updated: 0 }),
    ])
    .execute()
  const { text } = await show('')
  const valuesOf = (heading: string) => {
    const [, values = ''] = new RegExp(`aria-label="${heading}, [^:]+: ([^"]+)"`).exec(text) ?? []
    return values.split('; ').map((value) => Number(value.replaceAll(',', '')))
  }
  const at = 26
  const written = valuesOf('Contacts written a day')
  expect(written).toHaveLength(30)
  expect(z.number().parse(written[at])).toBe(11)
  expect(Math.max(...written)).toBe(11)
  expect(valuesOf('Calls to ON24 a day')[at]).toBe(14)
  expect(valuesOf('Calls to Act-On a day')[at]).toBe(4)
  // Since the success before the 30 days.
  expect(valuesOf('Longest time without success')[at]).toBeCloseTo(37 * 24, 0)
  const yesterday = valuesOf('Longest time without success')[at + 2] ?? 0
  expect(Math.floor(yesterday / 24)).toBe(2)
})

test('a webinar is excluded on a page that says first what is dropped', async () => {
  const path = `/accounts/${ID}/webinars/1004`
  const asked = async () => (await pages.page(path, { cookie })).text
  expect(await asked()).toMatch(/<h1>Exclude [^]*held rows are dropped/)
  const form = { excluded: 'true', next: '/' }
  expect((await pages.page(path, { cookie, form })).goesTo).toBe('/#webinar-1004')
  expect(await asked()).toMatch(/<h1>Include [^]*reads the whole webinar/)
  await pages.page(path, { cookie, form: { ...form, excluded: 'false' } })
  expect((await show('/webinars/4242')).status).toBe(404)
})

test('the audit trail of a client that is not registered is found by its id', async () => {
  const entry = { on24ClientId: '777', actor: 'operator:test', address: null } as const
  const refused = { action: 'registered', result: 'tokenPairRefused', about: null } as const
  await recordAudit(api.store, { ...entry, ...refused, at: AT })
  const found = await pages.page('/audit?id=+777+', { cookie })
  expect(found.goesTo).toBe('/accounts/777/audit')
  const trail = await pages.page('/accounts/777/audit', { cookie })
  expect(rowsIn(trail)).toEqual(['entry-0'])
  expect(trail.text).toContain('ON24 refused the token pair')
  expect(trail.text).toContain('It is not registered here')
  expect(
    rowsIn(await pages.page('/accounts/777/audit?action=registered', { cookie })),
  ).toHaveLength(1)
  expect((await pages.page('/accounts/777/audit?action=paused', { cookie })).text).toContain(
    'No entries.',
  )
  expect((await pages.page('/accounts/778/audit', { cookie })).status).toBe(404)
  expect((await pages.page('/audit?id=abc', { cookie })).status).toBe(422)
  expect((await pages.page('/audit')).goesTo).toContain('/sign-in')
})
