/** Asks an account's controller for something, as the Temporal UI does: it takes it up and says what became of it. */
import { type AccountSignal, signalAccount } from '../../operating/signal-account.ts'
import { lastingAccountOf } from './account-of.ts'
import type { ApiParts } from './api-parts.ts'
import type { Call, HandlerOf } from './handler.ts'

export function askPause(service: ApiParts): HandlerOf<'pauseAccount'> {
  return ({ params, body }, call) => ask(service, params.id, { signal: 'pause', ...body }, call)
}

export function askResume(service: ApiParts): HandlerOf<'resumeAccount'> {
  return ({ params }, call) => ask(service, params.id, { signal: 'resume' }, call)
}

export function askSync(service: ApiParts): HandlerOf<'syncAccount'> {
  return ({ params }, call) => ask(service, params.id, { signal: 'syncNow' }, call)
}

export function askBackfill(service: ApiParts): HandlerOf<'backfillAccount'> {
  return ({ params, body }, call) => ask(service, params.id, { signal: 'backfill', ...body }, call)
}

async function ask(
  service: ApiParts,
  on24ClientId: string,
  signal: AccountSignal,
  { actor, address }: Call,
): Promise<{ workflowId: string }> {
  await lastingAccountOf(service.store, on24ClientId)
  return signalAccount(service, on24ClientId, signal, { actor, address })
}
