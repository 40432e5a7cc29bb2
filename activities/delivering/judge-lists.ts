/**
 * Decides whether lists that refuse or do not answer have their own trouble, or Act-On has: then the run stops calling
 * it.
 */
import { log } from '@temporalio/activity'
import type { ActOnClient } from '../../src/act-on/client.ts'
import { ActOnListGone, ActOnUnavailable } from '../../src/act-on/errors.ts'
import type { RunReference } from '../../src/contracts/sync-activities.ts'
import type { ListAnswer } from '../../src/delivery/deliver-webinar.ts'
import { isListRefusal, signatureOf } from '../../src/delivery/refusals.ts'
import { errorFacts } from '../../src/observability/error-facts.ts'
import { listAnswersOf, stopCallingActOn } from '../../src/store/troubles/run-troubles.ts'
import { ANSWERED, isRefusal, unanswered } from '../../src/store/runs/list-answers.ts'
import { addFailedDelivery, setWebinarProgress } from '../../src/store/runs/run-webinars.ts'
import { hasTrouble, recordTrouble } from '../../src/store/troubles/troubles.ts'
import type { Service } from '../../src/service.ts'
import { inTransaction } from '../../src/store/database.ts'

/** If this many lists refuse alike, the cause is Act-On. */
const MIN_ALIKE_LISTS = 3

/** After a refusal: stops calling Act-On if enough lists of the run have refused alike. */
export async function noteListAnswer(
  context: Service,
  run: RunReference,
  listAnswer: ListAnswer,
): Promise<void> {
  if (listAnswer === null || !isRefusal(listAnswer)) return
  const { store } = context
  const { alike, refusal } = await listAnswersOf(store, run.runKey)
  if (alike >= MIN_ALIKE_LISTS) await stop(context, run, refusal ?? listAnswer)
}

/** Act-On refused before, and no list of this run has answered yet: then lists are tried one after the other. */
export async function hasOnlyBeenRefused(
  { store }: Pick<Service, 'store'>,
  { on24ClientId, runKey }: RunReference,
): Promise<boolean> {
  const isRefused = await hasTrouble(store, { on24ClientId, eventId: null }, 'actOnRefuses')
  return isRefused && (await listAnswersOf(store, runKey)).answered === 0
}

interface UnansweredList {
  readonly eventId: string
  readonly error: unknown
  readonly actOn: Pick<ActOnClient, 'readAccount'>
  readonly signal: AbortSignal
}

/**
 * A list gave no usable answer, or a fault of our own stopped its delivery. Returns true if it is given up for this
 * run, because Act-On answers for the account and so the trouble is the list's own.
 */
export async function noteUnansweredList(
  context: Service,
  run: RunReference,
  { eventId, error, actOn, signal }: UnansweredList,
): Promise<boolean> {
  const { store, timing, now } = context
  const { on24ClientId, runKey } = run
  const isFault = !(error instanceof ActOnUnavailable)
  if (isFault) log.error('A webinar could not be delivered', { eventId, ...errorFacts(error) })
  const failed = await addFailedDelivery(store, runKey, eventId)
  if (failed < timing.attemptsOnSilentList) return false
  if (!isFault) {
    const answer = await askForAccount(actOn, signal)
    if (answer === null) return false
    if (answer !== ANSWERED) {
      await stop(context, run, answer)
      return true
    }
  }
  const detail = isFault
    ? `a fault of the service: ${errorFacts(error).kind}`
    : `no usable answer: ${error.reason}`
  await recordTrouble(store, { on24ClientId, eventId }, { kind: 'listRefused', detail, at: now() })
  const progress = { deliveryState: 'done', listAnswer: unanswered(detail) } as const
  await setWebinarProgress(store, runKey, eventId, progress)
  return true
}

/** `answered`, or how Act-On refused; null without a usable answer. */
async function askForAccount(
  actOn: UnansweredList['actOn'],
  signal: AbortSignal,
): Promise<string | null> {
  try {
    await actOn.readAccount({ signal })
    return ANSWERED
  } catch (error) {
    if (error instanceof ActOnUnavailable) return null
    // The error's code may be one that is about lists, although this call is not about a list.
    if (error instanceof ActOnListGone || isListRefusal(error)) return signatureOf(error)
    throw error
  }
}

async function stop({ store, now }: Service, run: RunReference, detail: string): Promise<void> {
  await inTransaction(store, (tx) =>
    stopCallingActOn(tx, run, { kind: 'actOnRefuses', detail, at: now() }),
  )
}
