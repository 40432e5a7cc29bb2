import { expect, onTestFinished, test } from 'vitest'
import { registerAccount } from '../../../src/accounts/register-account.ts'
import { parseConfig } from '../../../src/config/config.ts'
import { createMetrics } from '../../../src/observability/metrics.ts'
import { startSandbox } from '../../../sandbox/sandbox.ts'
import { createService } from '../../../src/service.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import { linkByInvitation } from '../../support/api/link-account.ts'
import { listingClient } from '../../support/vendors/listing-client.ts'
import { noTemporal, nowhere } from '../../support/temporal/no-temporal.ts'
import { APPLICATION, testEnvironment } from '../../support/fixtures/service-fixture.ts'
import { storesOfTwoWorkers } from '../../support/servers/two-workers.ts'

const PER_SECOND = 5
const CALLS_EACH = 10
const ON24_PER_MINUTE = 600

test('two services on one database together keep Act-On’s five calls a second, and ON24’s pace', async (context) => {
  const sandbox = await startSandbox({
    world: { preset: 'empty' },
    actOn: { applications: [APPLICATION], knobs: { callsPerSecond: PER_SECOND } },
  })
  onTestFinished(() => sandbox.close())
  const config = parseConfig(
    testEnvironment(sandbox, {
      ACTON_CALLS_PER_SECOND: String(PER_SECOND),
      ON24_CALLS_PER_MINUTE: String(ON24_PER_MINUTE),
    }),
    { mode: 'start' },
  )
  const stores = await storesOfTwoWorkers(context, 'PostgreSQL')
  const services = await Promise.all(
    stores.map((store) =>
      createService({
        ...nowhere(),
        config,
        store,
        metrics: createMetrics(),
        now: () => sandbox.clock.now(),
      }),
    ),
  )
  const [first] = services
  const { on24ClientId, actOn, ...world } = sandbox.world.accounts[0] ?? expect.fail('no account')
  if (first === undefined) expect.fail('no service')
  await registerAccount(first, { on24ClientId, ...world })
  const { signal } = new AbortController()
  await linkByInvitation({ ...first, ...noTemporal() }, { on24ClientId, ...actOn })

  const calls = services.flatMap((service) =>
    Array.from({ length: CALLS_EACH }, async () => {
      const account = await getAccount(service.store, on24ClientId)
      const on24 = await service.vendors.on24(account)
      const days = { from: '2026-06-01', to: '2026-06-02' } as const
      await listingClient(on24).listAttendeeStamps(days, { signal })
      const token = (options: { readonly signal: AbortSignal }) =>
        service.tokens.accessToken(on24ClientId, options)
      await service.vendors.actOn(account, token).readAccount({ signal })
    }),
  )
  await Promise.all(calls)

  const { ledger } = sandbox
  expect(ledger.count({ vendor: 'actOn', endpoint: 'account' })).toBeGreaterThan(2 * CALLS_EACH)
  expect(ledger.count({ status: 429 })).toBe(0)
  expect(ledger.maxInWindow({ vendor: 'actOn' }, 1000)).toBeLessThanOrEqual(PER_SECOND)
  const on24Times = ledger.calls({ vendor: 'on24' }).map(({ monotonicMs }) => monotonicMs)
  expect(on24Times).toHaveLength(2 * CALLS_EACH)
  const evenlySpacedMs = ((on24Times.length - 1) * 60_000) / ON24_PER_MINUTE
  // The first call may have been sent late, which shortens the measured time.
  expect(Math.max(...on24Times) - Math.min(...on24Times)).toBeGreaterThan(0.85 * evenlySpacedMs)
})
