/** Starts the stand-in for Act-On: its API, and pages that show its data. */
import type { CallLedger } from '../call-ledger.ts'
import type { SandboxClock } from '../clock.ts'
import type { FaultPlan } from '../faults.ts'
import { startVendorServer } from '../http-server.ts'
import type { Answer } from '../http-server.ts'
import { gatewayError, withGatewayHeaders } from './answers.ts'
import { accountOf } from './callers.ts'
import { createContext } from './context.ts'
import type { ActOnApplication, ActOnContext } from './context.ts'
import { allEndpoints } from './endpoints/all-endpoints.ts'
import { STRICT_KNOBS } from './knobs.ts'
import type { ActOnKnobs } from './knobs.ts'
import { createRateLimits } from './rate-limits.ts'
import { createBodyReader } from './request-body.ts'
import { seedAssets } from './seeded-assets.ts'
import type { ActOnAccountSeed } from './state/accounts.ts'
import { openDatabase } from './state/database.ts'
import { createTruth } from './truth.ts'
import type { ActOnTruth } from './truth.ts'
import { createUserActions } from './user-actions.ts'
import type { UserActions } from './user-actions.ts'
import { viewPages } from './view/view-pages.ts'

export interface ActOnOptions {
  readonly clock: SandboxClock
  readonly faults: FaultPlan
  readonly ledger: CallLedger
  readonly accounts: readonly ActOnAccountSeed[]
  /** Applications that may request tokens; default `SANDBOX_APPLICATION`. */
  readonly applications?: readonly ActOnApplication[]
  /** Overrides of `STRICT_KNOBS`. */
  readonly knobs?: Partial<ActOnKnobs>
  /** Default `:memory:`. With an existing file, the stand-in continues from its state. */
  readonly stateFile?: string
  /** Part of every token, so that a leaked one can be searched for. */
  readonly tokenMark?: string
  /** Default 0: any free port. */
  readonly port?: number
}

export interface ActOnServer extends ActOnTruth {
  /** Origin without a path. */
  readonly url: string
  /** Pages that show folders, lists and contacts. */
  readonly viewUrl: string
  /** May be changed while the server runs. */
  readonly knobs: ActOnKnobs
  readonly applications: readonly ActOnApplication[]
  readonly user: UserActions
  close(): Promise<void>
}

const SANDBOX_APPLICATION: ActOnApplication = {
  clientId: 'sandbox-application',
  clientSecret: 'sandbox-application-secret',
}

export async function startActOn(options: ActOnOptions): Promise<ActOnServer> {
  const { clock, faults, ledger } = options
  const database = openDatabase(options.stateFile ?? ':memory:')
  const mark = options.tokenMark ?? ''
  const knobs = { ...STRICT_KNOBS, ...options.knobs }
  const applications = options.applications ?? [
    { ...SANDBOX_APPLICATION, clientSecret: mark + SANDBOX_APPLICATION.clientSecret },
  ]
  const context = createContext({ database, clock, knobs, applications, tokenMark: mark })
  for (const account of options.accounts) {
    if (context.accounts.seed(account) === 'new') seedAssets(context, account.accountId)
  }
  const bodies = createBodyReader(() => knobs.maxFileBytes)
  const limits = createRateLimits(context)
  const server = await startVendorServer({
    vendor: 'actOn',
    endpoints: allEndpoints({ context, limits, bodies }),
    accountOf: (request) => accountOf(context, request, bodies.of(request)),
    notFound: () => withGatewayHeaders(notFound(context)),
    callMs: () => knobs.callMs,
    prepare: (app) => {
      app.use('/view', viewPages(context))
      app.use((request, response, next) => bodies.read(request, response, next))
    },
    clock,
    faults,
    ledger,
    ...(options.port === undefined ? {} : { port: options.port }),
  })
  return {
    url: server.url,
    viewUrl: `${server.url}/view`,
    knobs,
    applications,
    ...createTruth(context),
    user: createUserActions(context),
    close: async () => {
      await server.close()
      database.close()
    },
  }
}

function notFound({ knobs }: ActOnContext): Answer {
  switch (knobs.unknownPathBody) {
    case 'json':
      return gatewayError(404, 'Not Found', 'No resources match requested URI')
    case 'html':
      return { status: 404, contentType: 'text/html', body: '<html><h1>Not Found</h1></html>' }
    case 'empty':
      return { status: 404, contentType: 'text/plain', body: '' }
  }
}
