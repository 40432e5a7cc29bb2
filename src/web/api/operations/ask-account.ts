/** Asks an account's controller for something, as the Temporal UI does: it takes it up and says what became of it. */
import { type AccountSignal, signalAccount } from '../../../operating/signal-account.ts'
import { lastingAccountOf } from '../account-of.ts'
import type { Service } from '../../../service.ts'
import type { Call, HandlerOf } from '../handler.ts'

export function askPause(service: Service): HandlerOf<'pauseAccount'> {
  return ({ params, body }, call) => ask(service, params.id, { signal: 'pause', ...body }, call)
}

export function askResume(service: Service): HandlerOf<'resumeAccount'> {
  return ({ params }, call) => ask(service, params.id, { signal: 'resume' }, call)
}

export function askSync(service: Service): HandlerOf<'syncAccount'> {
  return ({ params }, call) => ask(service, params.id, { signal: 'syncNow' }, call)
}

export function askBackfill(service: Service): HandlerOf<'backfillAccount'> {
  return ({ params, body }, call) => ask(service, params.id, { signal: 'backfill', ...body }, call)
}

async function ask(
  service: Service,
  on24ClientId: string,
  signal: AccountSignal,
  { actor, address }: Call,
): Promise<{ workflowId: string }> {
  await lastingAccountOf(service.store, on24ClientId)
  return signalAccount(service, on24ClientId, signal, { actor, address })
}
