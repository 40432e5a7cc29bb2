/** Moves the clock of all processes that share the store. They use the new time when they next read the clock. */
import { sql } from 'kysely'
import type { Store } from '../../../src/store/database.ts'

export async function moveServiceClock(store: Store, ms: number): Promise<void> {
  await store
    .updateTable('serviceClock')
    .set({ shift: sql`shift + ${ms} * interval '1 millisecond'` })
    .execute()
}
