import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import type { FaultEffect } from '../../../sandbox/faults.ts'
import { hashOfToken } from '../../../src/crypto/secret-token.ts'
import { invitationLease } from '../../../src/store/leases/lease-names.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import { takeLease } from '../../../src/store/leases/leases.ts'
import {
  type Invited,
  type LinkPagesFixture,
  openLinkPagesFixture,
} from '../../support/fixtures/link-pages-fixture.ts'

let fixture: LinkPagesFixture
beforeAll(async () => {
  fixture = await openLinkPagesFixture({ PUBLIC_URL: 'https://link.example' })
})
afterAll(() => fixture.close())
afterEach(() => {
  fixture.sandbox.faults.clear()
})

const onToken = (effect: FaultEffect) =>
  fixture.sandbox.faults.add({ vendor: 'actOn', endpoint: 'token', times: Infinity, effect })
const isLinked = async ({ account }: Invited) =>
  (await getAccount(fixture.store, account.on24ClientId)).linkedAt !== null

test('a browser that disconnects in the middle does not stop the link', async () => {
  const invited = await fixture.invited()
  const { actOn } = invited.account
  const browser = new AbortController()
  const leave = () => {
    browser.abort()
  }
  onToken({ beforeAnswer: leave })
  fixture.sandbox.faults.add({ vendor: 'actOn', endpoint: 'account', effect: { delayMs: 1000 } })
  const left = fixture.visitor().send(invited.path, {
    method: 'POST',
    body: new URLSearchParams({ username: actOn.userName, password: actOn.password }),
    signal: browser.signal,
  })
  await expect(left).rejects.toThrow('aborted')
  expect(await isLinked(invited)).toBe(false)
  await expect
    .poll(() => fixture.audit(invited.account), { timeout: 10_000 })
    .toEqual(['submitted ok', 'linked ok'])
})

test('a form waits for another tab’s submit no longer than 40 seconds', async () => {
  const invited = await fixture.invited()
  const hash = hashOfToken(invited.path.replace('/link/', ''))
  await takeLease(fixture.store, invitationLease(hash), 'another tab', 60_000)
  const inTime = AbortSignal.timeout.bind(AbortSignal)
  const clock = vi
    .spyOn(AbortSignal, 'timeout')
    .mockImplementation((ms) => inTime(ms === 40_000 ? 200 : ms))
  onTestFinished(() => {
    clock.mockRestore()
  })
  const page = await fixture.visitor().link(invited)
  expect(page.status).toBe(503)
  expect(page.headers.get('retry-after')).toBe('300')
  expect(await fixture.audit(invited.account)).toEqual(['submitted TimedOut'])
})

test('a link is stored together with its audit entry, or not at all', async () => {
  const invited = await fixture.invited()
  await sql`alter table audit_entry rename to gone`.execute(fixture.store)
  const page = await fixture.visitor().link(invited)
  await sql`alter table gone rename to audit_entry`.execute(fixture.store)
  expect(page.status).toBe(500)
  expect(await isLinked(invited)).toBe(false)
  expect((await fixture.visitor().link(invited)).status).toBe(303)
})
