/** An account under test that is operated by signals, as from the Temporal UI: sends them, and waits for what becomes of them. */
import type { WorkflowHandle } from '@temporalio/client'
import { expect, vi } from 'vitest'
import type { AccountStatus, SignalNote } from '../../src/contracts/operating.ts'
import type { RunTrigger } from '../../src/contracts/run.ts'
import { controllerId } from '../../src/contracts/temporal-names.ts'
import type { Fault } from '../../sandbox/faults.ts'
import { findAccount } from '../../src/store/accounts/accounts.ts'
import { listRuns, type Run } from '../../src/store/runs/runs.ts'
import type { ServiceUnderTest } from './service-under-test.ts'

const SOON = { timeout: 30_000, interval: 50 }

export interface SignalledAccount {
  readonly on24ClientId: string
  readonly controller: WorkflowHandle
  status(): Promise<AccountStatus>
  /** Sends it by whatever means, and returns its note once it is settled. */
  answerTo(signal: string, send: () => Promise<unknown>): Promise<SignalNote>
  signal(signal: string, payload?: unknown): Promise<SignalNote>
  /** Once the store and the controller say so. */
  stateBecomes(state: AccountStatus['state']): Promise<void>
  /** Newest first. */
  runs(trigger?: RunTrigger): Promise<Run[]>
  /** The outcomes of as many runs of this kind, once all have ended; newest first. */
  outcomes(trigger: RunTrigger, count: number): Promise<(string | null)[]>
  /** Contacts in its lists in Act-On. */
  contacts(): number
  /** Calls of one kind are slow from now on; resolves once one is under way. Returns what ends it. */
  slow(fault: Pick<Fault, 'vendor' | 'endpoint'>, delayMs: number): SlowCalls
  /** Calls of one kind get no answer until this is ended. */
  hold(fault: Pick<Fault, 'vendor' | 'endpoint'>): SlowCalls
}

interface SlowCalls {
  readonly begun: Promise<void>
  end(): void
}

export function signalledAccount(service: ServiceUnderTest, index: number): SignalledAccount {
  const { sandbox, store, client } = service
  const { on24ClientId, actOn } = sandbox.world.accounts[index] ?? expect.fail('no account')
  const controller = client.workflow.getHandle(controllerId(on24ClientId))
  const status = () => controller.query<AccountStatus>('status')
  const notes = async (signal: string) =>
    (await status()).signals.filter((note) => note.signal === signal)
  const runs = async (trigger?: RunTrigger) =>
    (await listRuns(store, on24ClientId, 50)).filter(
      (run) => trigger === undefined || run.trigger === trigger,
    )

  const answerTo = async (signal: string, send: () => Promise<unknown>) => {
    const before = (await notes(signal)).length
    await send()
    await vi.waitFor(async () => {
      const sent = await notes(signal)
      expect(sent.length).toBeGreaterThan(before)
      expect(sent[0]?.result).not.toBe('waiting')
    }, SOON)
    return (await notes(signal))[0] ?? expect.fail('no note')
  }
  return {
    on24ClientId,
    controller,
    status,
    answerTo,
    signal: (signal, ...payload) =>
      answerTo(signal, () =>
        controller.signal(signal, ...payload.filter((one) => one !== undefined)),
      ),
    async stateBecomes(state) {
      await vi.waitFor(async () => {
        expect((await findAccount(store, on24ClientId))?.state).toBe(state)
        expect((await status()).state).toBe(state)
      }, SOON)
    },
    runs,
    async outcomes(trigger, count) {
      const ended = async () => (await runs(trigger)).filter((run) => run.finishedAt !== null)
      await vi.waitFor(async () => expect(await ended()).toHaveLength(count), SOON)
      return (await ended()).map((run) => run.outcome)
    },
    contacts: () =>
      sandbox.actOn
        .lists(actOn.accountId)
        .filter(({ folderName }) => folderName === on24ClientId)
        .reduce((sum, { rows }) => sum + rows.length, 0),
    slow: (fault, delayMs) => delayed(fault, delayMs, Promise.resolve()),
    hold(fault) {
      const goOn = Promise.withResolvers<undefined>()
      const held = delayed(fault, 0, goOn.promise)
      return {
        begun: held.begun,
        end() {
          held.end()
          goOn.resolve(undefined)
        },
      }
    },
  }

  function delayed(
    { vendor, endpoint }: Pick<Fault, 'vendor' | 'endpoint'>,
    delayMs: number,
    until: Promise<void>,
  ): SlowCalls {
    const begun = Promise.withResolvers<undefined>()
    const account = vendor === 'on24' ? on24ClientId : actOn.accountId
    const end = sandbox.faults.add({
      vendor,
      account,
      ...(endpoint !== undefined && { endpoint }),
      times: Infinity,
      effect: {
        delayMs,
        beforeAnswer() {
          begun.resolve(undefined)
          return until
        },
      },
    })
    return { begun: begun.promise, end }
  }
}
