import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { viewAccount } from '../../../src/accounts/account-view.ts'
import { changeAccount } from '../../../src/accounts/change-account.ts'
import { accountText } from '../../../src/cli/account-text.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import { listAudit } from '../../../src/store/audit.ts'
import {
  type Invited,
  type LinkPagesFixture,
  openLinkPagesFixture,
} from '../../support/fixtures/link-pages-fixture.ts'

let fixture: LinkPagesFixture
beforeAll(async () => {
  fixture = await openLinkPagesFixture()
})
afterAll(() => fixture.close())
afterEach(() => {
  fixture.sandbox.faults.clear()
})

/** Links while Act-On reports this time zone. Returns the customer's page. */
async function linkIn(zone: string, invited: Invited, path = invited.path): Promise<string> {
  const { accountId, accountName } = invited.account.actOn
  fixture.sandbox.faults.add({
    vendor: 'actOn',
    account: accountId,
    endpoint: 'account',
    effect: {
      answer: {
        status: 200,
        body: JSON.stringify({ account_id: accountId, account_name: accountName, time_zone: zone }),
      },
    },
  })
  const visitor = fixture.visitor()
  const answer = await visitor.link(invited, path)
  expect(answer.status).toBe(303)
  const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';')
  return (await visitor.get('/link/done', { cookie })).text
}

async function viewOf({ account }: Invited) {
  return viewAccount(fixture, await getAccount(fixture.store, account.on24ClientId))
}

test.each(['GMT+5', 'Pacific Standard Time', '+05:30'])(
  'an unknown time zone (%s) is shown to the customer and to operators, who are asked to choose one',
  async (zone) => {
    const invited = await fixture.invited()
    const { on24ClientId } = invited.account
    expect(await linkIn(zone, invited)).toContain(zone)

    const view = await viewOf(invited)
    expect(view).toMatchObject({ timeZone: 'America/Los_Angeles', unknownTimeZone: zone })
    const words = accountText(view, (_colour, text) => text)
    expect(words).toContain(`Act-On's own zone "${zone}" is unknown`)
    expect(words).toContain(`accounts change ${on24ClientId} --time-zone`)
    const audit = await listAudit(fixture.store, on24ClientId, { limit: 10 })
    expect(audit).toContainEqual(
      expect.objectContaining({ action: 'timeZone', about: zone, result: 'unknown' }),
    )

    const { signal } = new AbortController()
    const change = { timeZone: 'Asia/Karachi' }
    await changeAccount(fixture, on24ClientId, change, signal, () => Promise.resolve())
    expect(await viewOf(invited)).toMatchObject({ ...change, unknownTimeZone: null })
    // Once an operator has chosen a zone, the customer's page no longer reports Act-On's own.
    expect(await linkIn(zone, invited, await invited.again())).not.toContain(zone)
    expect(await viewOf(invited)).toMatchObject({ ...change, unknownTimeZone: null })
  },
)

test('old time zone names are accepted without a message', async () => {
  const invited = await fixture.invited()
  const done = await linkIn('US/Pacific', invited)
  expect(done).not.toContain('US/Pacific')
  expect(await viewOf(invited)).toMatchObject({ timeZone: 'US/Pacific', unknownTimeZone: null })
})

test('a known time zone stays when a relink finds an unknown one, and Act-On’s text is cut to one line', async () => {
  const invited = await fixture.invited()
  await linkIn('Europe/Berlin', invited)
  await linkIn(`Near\n${'far '.repeat(40)}`, invited, await invited.again())
  const view = await viewOf(invited)
  expect(view.timeZone).toBe('Europe/Berlin')
  expect(view.unknownTimeZone).toMatch(/^Near (far )+f?a?r?$/)
  expect(view.unknownTimeZone?.length).toBeLessThanOrEqual(60)
})
