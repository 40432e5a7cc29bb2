/** Starts and closes both stand-ins together, with one world and one clock. */
import { startActOn } from './act-on/start-act-on.ts'
import type { ActOnOptions, ActOnServer } from './act-on/start-act-on.ts'
import { createCallLedger } from './call-ledger.ts'
import type { CallLedger } from './call-ledger.ts'
import { createSandboxClock } from './clock.ts'
import type { SandboxClock, SandboxClockOptions } from './clock.ts'
import { createFaultPlan } from './faults.ts'
import type { FaultPlan } from './faults.ts'
import { startOn24 } from './on24/on24-server.ts'
import type { On24Sandbox } from './on24/on24-server.ts'
import { CANARY } from './world/canary.ts'
import type { WorldOptions } from './world/world-options.ts'
import { createWorld } from './world/world.ts'
import type { World } from './world/world.ts'

export interface SandboxOptions {
  readonly world?: WorldOptions
  readonly clock?: SandboxClockOptions
  /** Default: any free port. */
  readonly on24Port?: number
  readonly actOn?: Pick<ActOnOptions, 'knobs' | 'stateFile' | 'applications' | 'port'>
}

export interface Sandbox {
  readonly on24: On24Sandbox
  readonly actOn: ActOnServer
  readonly world: World
  readonly clock: SandboxClock
  readonly faults: FaultPlan
  readonly ledger: CallLedger
  close(): Promise<void>
}

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = createSandboxClock(options.clock)
  const faults = createFaultPlan()
  const ledger = createCallLedger()
  const world = createWorld(options.world ?? {}, clock)
  const on24 = await startOn24({
    world,
    clock,
    faults,
    ledger,
    ...(options.on24Port !== undefined && { port: options.on24Port }),
  })
  const actOn = await startActOn({
    accounts: world.accounts.map((account) => account.actOn),
    tokenMark: options.world?.mark ?? CANARY,
    clock,
    faults,
    ledger,
    ...options.actOn,
  }).catch(async (error: unknown) => {
    await on24.close()
    throw error
  })
  return {
    on24,
    actOn,
    world,
    clock,
    faults,
    ledger,
    close: async () => {
      await Promise.all([on24.close(), actOn.close()])
    },
  }
}
