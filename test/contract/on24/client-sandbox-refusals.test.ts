import { expect, test } from 'vitest'
import type { VendorCall } from '../../../src/contracts/vendor-call.ts'
import type { ListingClient } from '../../support/vendors/listing-client.ts'
import { startOn24ClientFixture } from '../../support/fixtures/on24-client-fixture.ts'
import type { On24ClientFixture } from '../../support/fixtures/on24-client-fixture.ts'
import { call, collect, messageOf, QUOTA_WAIT_MS } from '../../support/vendors/on24-stub.ts'

const DAYS = { from: '2026-03-07', to: '2026-03-10' } as const
const EVERY_CALL: [string, (client: ListingClient, eventId: string) => Promise<unknown>][] = [
  ['client', (client) => client.checkToken(call)],
  ['events', (client) => client.listEvents({ mode: 'updated', ...DAYS }, call)],
  ['event', (client, eventId) => client.readEvent(eventId, call)],
  ['registrants', (client) => client.listRegistrantStamps({ by: 'registration', ...DAYS }, call)],
  ['attendees', (client) => client.listAttendeeStamps(DAYS, call)],
  ['eventRegistrants', (client, eventId) => collect(client.readRegistrants(eventId, call))],
  ['eventAttendees', (client, eventId) => collect(client.readAttendees(eventId, call))],
]

test.each(EVERY_CALL)('%s names who must act', async (_, make) => {
  const sandbox = await startOn24ClientFixture({ preset: 'tiny' })
  const { knobs, access } = sandbox.on24
  const { on24ClientId, eventId } = firstWebinar(sandbox)
  const client = sandbox.client()
  const fails = (error: object) => expect(make(client, eventId)).rejects.toMatchObject(error)
  await make(client, eventId)

  access.setAccess(on24ClientId, 'noPermission')
  await fails({ name: 'On24PermissionDenied', certain: true })
  access.setAccess(on24ClientId, 'inactive')
  await fails({ name: 'On24ClientInactive' })
  access.setAccess(on24ClientId, 'open')

  for (const quotaStatus of [403, 429] as const) {
    Object.assign(knobs, { quotaStatus, callsPerMinuteInAll: 0 })
    await fails({ name: 'On24QuotaReached', retryAfterMs: QUOTA_WAIT_MS })
  }
  knobs.callsPerMinuteInAll = Infinity

  for (const idleTokenText of ['deactivated', 'wrongOrInvalid'] as const) {
    knobs.idleTokenText = idleTokenText
    access.disableToken(on24ClientId)
    await fails({ name: 'On24CredentialsRefused' })
  }
  access.enableToken(on24ClientId)
  await make(client, eventId)
  access.rotateToken(on24ClientId)
  await fails({ name: 'On24CredentialsRefused' })
})

test.each(EVERY_CALL)('%s tells an outage from an answer', async (_, make) => {
  const sandbox = await startOn24ClientFixture({ preset: 'tiny' })
  const { eventId } = firstWebinar(sandbox)
  const calls: VendorCall[] = []
  const client = sandbox.client({ onCall: (made) => calls.push(made) })
  const html = { status: 503, body: '<html>Zq7canary</html>', contentType: 'text/html' }
  const outages = [
    [{ answer: html }, 'HTTP_503'],
    [{ answer: { ...html, status: 200 } }, 'NOT_JSON'],
    [{ cut: 'before' }, 'ECONNRESET'],
    [{ cut: 'after' }, 'ECONNRESET'],
    [{ cut: 'midBody' }, 'ECONNRESET'],
  ] as const
  for (const [effect, code] of outages) {
    sandbox.faults.add({ vendor: 'on24', effect })
    const failing = make(client, eventId)
    await expect(failing).rejects.toMatchObject({ name: 'On24Unavailable', code })
    expect(await messageOf(failing)).not.toContain('canary')
  }
  expect(calls.map(({ result }) => result)).toEqual([
    503,
    200,
    'ECONNRESET',
    'ECONNRESET',
    'ECONNRESET',
  ])
})

test('an event that was switched off or deleted is skipped, by either text', async () => {
  const sandbox = await startOn24ClientFixture({ preset: 'tiny' })
  const { eventId } = firstWebinar(sandbox)
  const client = sandbox.client()
  const reads = () => [
    client.readEvent(eventId, call),
    collect(client.readRegistrants(eventId, call)),
    collect(client.readAttendees(eventId, call)),
  ]
  sandbox.world.setActive(Number(eventId), false)
  for (const inactiveEventText of ['event', 'eventId'] as const) {
    sandbox.on24.knobs.inactiveEventText = inactiveEventText
    for (const read of reads()) {
      await expect(read).rejects.toMatchObject({ name: 'On24EventUnavailable', reason: 'inactive' })
    }
  }
  sandbox.world.removeWebinar(Number(eventId))
  for (const read of reads()) {
    await expect(read).rejects.toMatchObject({ name: 'On24EventUnavailable', reason: 'gone' })
  }
})

test('a quota that ends in the middle of a list fails the list, and no part counts as the whole', async () => {
  const sandbox = await startOn24ClientFixture({ preset: 'tiny' })
  const { eventId } = firstWebinar(sandbox)
  sandbox.world.registerMany(Number(eventId), 250)
  Object.assign(sandbox.on24.knobs.callsPerMinute, { people: 2 })
  const listing = sandbox.client().listRegistrantStamps({ by: 'registration', ...DAYS }, call)
  await expect(listing).rejects.toMatchObject({ name: 'On24QuotaReached' })
})

test('a stalled list is an outage after its deadline, which a whole event does not share', async () => {
  const sandbox = await startOn24ClientFixture({ preset: 'tiny' })
  const { eventId } = firstWebinar(sandbox)
  const client = sandbox.client({ timeouts: { responseMs: 100 } })
  sandbox.faults.add({ vendor: 'on24', effect: { delayMs: 400 }, times: 2 })
  const listing = client.listAttendeeStamps(DAYS, call)
  await expect(listing).rejects.toMatchObject({
    name: 'On24Unavailable',
    code: 'RESPONSE_TIMEOUT',
  })
  expect(await collect(client.readRegistrants(eventId, call))).not.toEqual([])
})

test('a stalled call ends at once when it is cancelled', async () => {
  const sandbox = await startOn24ClientFixture({ preset: 'tiny' })
  sandbox.faults.add({ vendor: 'on24', effect: { delayMs: 60_000 } })
  const controller = new AbortController()
  const reason = new Error('cancelled')
  const checking = sandbox.client().checkToken({ signal: controller.signal })
  setTimeout(() => {
    controller.abort(reason)
  }, 30)
  await expect(checking).rejects.toBe(reason)
})

function firstWebinar({ world }: On24ClientFixture) {
  const on24ClientId = world.accounts[0]?.on24ClientId ?? ''
  return { on24ClientId, eventId: String(world.truth(on24ClientId)[0]?.eventId) }
}
