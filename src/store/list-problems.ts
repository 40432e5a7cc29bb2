/** What is wrong with a webinar's list, for the operator: once per problem, however often it is met. */
import type { Store } from './database.ts'
import type { ListProblemTable } from './schema.ts'

interface Place {
  readonly store: Store
  readonly on24ClientId: string
  readonly eventId: string
  readonly now: () => Date
}

/** `detail` is a heading or a number, never a value of a contact. */
export async function noteListProblem(
  { store, on24ClientId, eventId, now }: Place,
  kind: ListProblemTable['kind'],
  detail: string,
): Promise<void> {
  await store
    .insertInto('list_problem')
    .values({
      on24_client_id: on24ClientId,
      event_id: eventId,
      kind,
      detail,
      first_seen_at: now(),
      last_seen_at: now(),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['on24_client_id', 'event_id', 'kind', 'detail'])
        .doUpdateSet({ last_seen_at: now() }),
    )
    .execute()
}

/** The problem is over. */
export async function endListProblem(
  { store, on24ClientId, eventId }: Place,
  kind: ListProblemTable['kind'],
): Promise<void> {
  await store
    .deleteFrom('list_problem')
    .where('on24_client_id', '=', on24ClientId)
    .where('event_id', '=', eventId)
    .where('kind', '=', kind)
    .execute()
}
