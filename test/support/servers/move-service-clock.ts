/** Moves the time of all processes that share the store; they see it when they read their clock again. */
import { sql } from 'kysely'
import type { Store } from '../../../src/store/database.ts'

export async function moveServiceClock(store: Store, ms: number): Promise<void> {
  await store
    .updateTable('serviceClock')
    .set({ shift: sql`shift + ${ms} * interval '1 millisecond'` })
    .execute()
}
