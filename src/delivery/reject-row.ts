/** Sets a row aside that Act-On does not take, with its reason; it never blocks the others. */
import { updateWaitingRows } from '../store/waiting-rows.ts'
import type { Delivery } from './delivery.ts'

export interface Rejection {
  /** Ours: a short code, never Act-On's text. */
  readonly reason: string
  /** Act-On's own words: kept sealed, because they may quote the row. */
  readonly words: string
}

export async function rejectRow(
  {
    store,
    cipher,
    on24ClientId,
    eventId,
    now,
  }: Pick<Delivery, 'store' | 'cipher' | 'on24ClientId' | 'eventId' | 'now'>,
  registrantId: string,
  { reason, words }: Rejection,
): Promise<void> {
  await updateWaitingRows(store, on24ClientId, eventId, [registrantId], {
    state: 'rejected',
    rejected_by: 'actOn',
    rejected_field: null,
    rejected_reason: reason,
    sealed_words: words === '' ? null : cipher.seal(`words/${eventId}/${registrantId}`, words),
    last_tried_at: now(),
    merge_job_id: null,
    triedAgain: true,
  })
}
