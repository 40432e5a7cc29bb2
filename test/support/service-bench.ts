/** The service without Temporal and web, for what linking and tokens do: a store, the sandbox's vendors, its clock. */
import { linkAccount, type Linked, type LinkRequest } from '../../src/accounts/link-account.ts'
import { registerAccount } from '../../src/accounts/register-account.ts'
import type { SyncStarters } from '../../src/accounts/start-syncing.ts'
import { parseConfig } from '../../src/config/config.ts'
import { createMetrics } from '../../src/observability/metrics.ts'
import type { ActOnKnobs } from '../../sandbox/act-on/knobs.ts'
import type { AuthAttempt } from '../../sandbox/act-on/state/sign-ins.ts'
import type { FaultEffect } from '../../sandbox/faults.ts'
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import type { WorldAccount } from '../../sandbox/world/accounts.ts'
import { createService, type Service } from '../../src/service.ts'
import { type Account, getAccount } from '../../src/store/accounts/accounts.ts'
import {
  type ActOnCredential,
  readActOnCredential,
} from '../../src/store/credentials/act-on-credentials.ts'
import { openStore, type StoreLocation } from '../../src/store/database.ts'
import { accountsInTurn } from './accounts-in-turn.ts'
import { leaveBehind } from './left-behind.ts'
import { newInvitation } from './link-account.ts'
import { noTemporal, nowhere } from './no-temporal.ts'
import { anyEmptyStore } from './postgres.ts'
import { APPLICATION, testEnvironment } from './service-under-test.ts'

export interface ServiceBench extends Service {
  readonly sandbox: Sandbox
  readonly starters: SyncStarters
  /** What was asked of Temporal, e.g. `trigger 22950`. */
  readonly asked: string[]
  /** Accounts whose Schedule is paused. */
  readonly paused: Set<string>
  /** Registers the next account of the world, which no other test uses. */
  nextAccount(): Promise<WorldAccount>
  /** By an invitation made for it, unless another one is given. */
  link(on24ClientId: string, typed: Typed, changes?: Partial<LinkRequest>): Promise<Linked>
  stored(on24ClientId: string): Promise<Account & { readonly actOn: ActOnCredential | null }>
  /** @param refused the access token that Act-On has refused. */
  token(on24ClientId: string, refused?: string): Promise<string>
  /** The token calls that Act-On saw of this user name. */
  attempts(userName: string): AuthAttempt[]
  /** What happens to the next call of this Act-On account. */
  onActOn(accountId: string, endpoint: 'token' | 'account', effect: FaultEffect): void
  /** The same service as another process beside it, with other settings. */
  beside(env: Readonly<Record<string, string>>): Promise<Service>
  close(): Promise<void>
}

export interface Typed {
  readonly userName: string
  readonly password: string
  readonly signal?: AbortSignal
}

export interface ServiceBenchOptions {
  readonly actOnKnobs?: Partial<ActOnKnobs>
  readonly store?: StoreLocation
  readonly env?: Readonly<Record<string, string>>
}

const ACCOUNTS = 40
const LONGEST_MS = 30_000

/** Whoever opens it closes it. */
export async function openServiceBench(options: ServiceBenchOptions = {}): Promise<ServiceBench> {
  const sandbox = await startSandbox({
    world: { accounts: Array.from({ length: ACCOUNTS }, () => ({})) },
    actOn: {
      applications: [APPLICATION],
      knobs: { callsPerSecond: 10_000, callsPerDay: 1_000_000, ...options.actOnKnobs },
    },
  })
  const store = await openStore(options.store ?? (await anyEmptyStore()))
  const metrics = createMetrics()
  const serviceWith = (env: Readonly<Record<string, string>>) =>
    createService({
      ...nowhere(),
      config: parseConfig(testEnvironment(sandbox, { ...options.env, ...env }), { mode: 'start' }),
      store,
      metrics,
      now: () => sandbox.clock.now(),
    })
  const service = await serviceWith({})
  const starters = noTemporal()
  const unusedAccount = accountsInTurn(sandbox)

  return {
    ...service,
    sandbox,
    starters,
    asked: starters.asked,
    paused: starters.paused,
    async nextAccount() {
      const account = unusedAccount()
      await registerAccount(service, account)
      return account
    },
    async link(on24ClientId, { userName, password, signal }, changes = {}) {
      const { invitation = await newInvitation(service, on24ClientId) } = changes
      const request = { submissionHash: null, userName, password, ...changes, invitation }
      return linkAccount(service, starters, request, signal ?? AbortSignal.timeout(LONGEST_MS))
    },
    async stored(on24ClientId) {
      const account = await getAccount(store, on24ClientId)
      const actOn = await readActOnCredential(store, service.ciphers, on24ClientId)
      return { ...account, actOn }
    },
    token: (on24ClientId, refused) =>
      service.tokens.accessToken(on24ClientId, {
        signal: AbortSignal.timeout(LONGEST_MS),
        ...(refused !== undefined && { refused }),
      }),
    attempts: (name) => sandbox.actOn.authAttempts().filter(({ userName }) => userName === name),
    onActOn: (account, endpoint, effect) => {
      sandbox.faults.add({ vendor: 'actOn', account, endpoint, effect })
    },
    beside: serviceWith,
    async close() {
      await service.tokens.whenIdle()
      await leaveBehind({ metrics, sandbox })
      await sandbox.close()
      await store.destroy()
    },
  }
}
