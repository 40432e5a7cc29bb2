/** A whole service for one test: real Temporal in a namespace of its own, a real store, the sandbox as vendors. */
import { randomUUID } from 'node:crypto'
import { Connection } from '@temporalio/client'
import { msToTs } from '@temporalio/common/lib/time.js'
import { inject, onTestFinished } from 'vitest'
import { registerAccount } from '../../src/accounts/register-account.ts'
import { parseConfig } from '../../src/config/config.ts'
import type { DeliveryPolicy } from '../../src/delivery/delivery.ts'
import type { Logger } from '../../src/observability/logger.ts'
import { createMetrics } from '../../src/observability/metrics.ts'
import type { On24Origins } from '../../src/on24/region-hosts.ts'
import type { Rhythm } from '../../src/processes/duties.ts'
import { type RunningService, runService } from '../../src/processes/running-service.ts'
import type { ActOnKnobs } from '../../sandbox/act-on/knobs.ts'
import type { SandboxClockOptions } from '../../sandbox/clock.ts'
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import type { WorldOptions } from '../../sandbox/world/world-options.ts'
import { openStore, type StoreLocation } from '../../src/store/database.ts'
import { prepareNamespace } from '../../src/temporal/namespace.ts'
import { withoutClockSlots } from './clock-slots.ts'
import { leaveBehind } from './left-behind.ts'
import { linkByInvitation } from './link-account.ts'
import { testLogger } from './log-sink.ts'
import { installRuntimeOnce } from './temporal-runtime.ts'

/** `close` ends the sandbox and the store, too. */
export interface ServiceUnderTest extends RunningService {
  readonly sandbox: Sandbox
  readonly namespace: string
  /** Registers and links the account of the sandbox's world, which starts its first run. */
  link(on24ClientId: string): Promise<void>
}

export interface ServiceUnderTestOptions {
  readonly world: WorldOptions
  readonly actOnKnobs?: Partial<ActOnKnobs>
  readonly clock?: SandboxClockOptions
  readonly store?: StoreLocation
  readonly env?: Readonly<Record<string, string>>
  readonly deliveryPolicy?: Partial<DeliveryPolicy>
  /** Left out: as an operator has it, one every two seconds. */
  readonly eventListsPerMinute?: number
  /** How often a controller looks after its link, in seconds of real time. */
  readonly keepAliveSeconds?: number
  /** How often the service's duties are done, in milliseconds of real time. */
  readonly rhythm?: Rhythm
  /**
   * Of a test that counts what single runs do: the Schedules of accounts that are linked go without the slots of the
   * wall clock, today's and tomorrow's, so that the test starts all runs but the first.
   */
  readonly leavesOutClockSlots?: boolean
  /** Left out: that of the test run's server. */
  readonly temporalAddress?: string
  /** Left out: what is logged goes where all tests log. */
  readonly logger?: Logger
  /** Another ON24 than the sandbox's, which is at `own`, for a region. */
  readonly on24Origins?: (own: string) => On24Origins
}

export const APPLICATION = { clientId: 'test-client', clientSecret: 'Zq7canary-client-secret' }

/** Of the operator `test`. */
export const OPERATOR_TOKEN = 'operator-token-'.repeat(3)
const ENCRYPTION_KEY = Buffer.from('a-key-of-32-bytes-for-tests-only').toString('base64')

/** Nowhere to be found in what a service leaves behind. */
export const TEST_SECRETS = [APPLICATION.clientSecret, OPERATOR_TOKEN, ENCRYPTION_KEY]

/** Ends with its test. */
export async function startServiceUnderTest(
  options: ServiceUnderTestOptions,
): Promise<ServiceUnderTest> {
  const service = await openServiceUnderTest(options)
  onTestFinished(() => service.close())
  return service
}

/** For several tests: whoever opens it closes it. Its clock is the sandbox's, so that a test can let days pass. */
export async function openServiceUnderTest(
  options: ServiceUnderTestOptions,
): Promise<ServiceUnderTest> {
  installRuntimeOnce()
  const sandbox = await startSandbox({
    world: options.world,
    ...(options.clock !== undefined && { clock: options.clock }),
    actOn: {
      applications: [APPLICATION],
      knobs: { callsPerSecond: 1000, jobMinMs: 50, ...options.actOnKnobs },
    },
  })
  const namespace = await freshNamespace()
  const store = await openStore(options.store ?? { inMemory: true })
  const metrics = createMetrics()
  const config = parseConfig(testEnvironment(sandbox, options.env), { mode: 'start' })
  const { eventListsPerMinute = config.on24.eventListsPerMinute } = options
  const service = await runService({
    config: { ...config, on24: { ...config.on24, eventListsPerMinute } },
    store,
    metrics,
    logger: options.logger ?? testLogger(),
    workflowBundle: { codePath: inject('workflowBundlePath') },
    now: () => sandbox.clock.now(),
    deliveryPolicy: { jobPollSeconds: [0.1, 0.2, 0.5], ...options.deliveryPolicy },
    rhythm: { dispatchNotices: 200, ...options.rhythm },
    ...(options.keepAliveSeconds !== undefined && { keepAliveSeconds: options.keepAliveSeconds }),
    ...(options.on24Origins && { on24Origins: options.on24Origins(sandbox.on24.url) }),
    temporal: {
      connection: { address: options.temporalAddress ?? inject('temporalAddress') },
      namespace,
    },
  })
  const schedules =
    options.leavesOutClockSlots === true
      ? withoutClockSlots(service.client, service.schedules)
      : service.schedules
  const underTest = { ...service, schedules, sandbox, namespace }
  return {
    ...underTest,
    async link(on24ClientId) {
      const account = sandbox.world.account(on24ClientId)
      await registerAccount(service, { ...account, on24ClientId })
      await linkByInvitation(service, underTest, { on24ClientId, ...account.actOn })
    },
    async close() {
      await service.close()
      await store.destroy()
      await leaveBehind({ metrics, sandbox })
      await sandbox.close()
    },
  }
}

export function testEnvironment(
  sandbox: Sandbox,
  changes: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    ENCRYPTION_KEYS: `test:${ENCRYPTION_KEY}`,
    OPERATOR_TOKENS: `test:${OPERATOR_TOKEN}`,
    PUBLIC_URL: 'http://127.0.0.1:8080',
    ACTON_CLIENT_ID: APPLICATION.clientId,
    ACTON_CLIENT_SECRET: APPLICATION.clientSecret,
    ON24_BASE_URL: sandbox.on24.url,
    ACTON_BASE_URL: sandbox.actOn.url,
    ON24_CALLS_PER_MINUTE: '6000',
    ACTON_CALLS_PER_SECOND: '500',
    ...changes,
  }
}

/** Makes a namespace with the search attributes in it, so that no test meets another's workflows. */
export async function freshNamespace(): Promise<string> {
  const namespace = await newNamespace()
  const connection = await Connection.connect({ address: inject('temporalAddress') })
  try {
    await prepareNamespace(connection, namespace)
  } finally {
    await connection.close()
  }
  return namespace
}

/** One without the search attributes: the service adds them at its start. */
export async function newNamespace(): Promise<string> {
  const namespace = `test-${randomUUID()}`
  const connection = await Connection.connect({ address: inject('temporalAddress') })
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: msToTs('30 days'),
    })
  } finally {
    await connection.close()
  }
  return namespace
}
