/**
 * Writes to an embedded store until it is killed by a test. It sends its parent the rows that it found at its start,
 * then each number whose two rows are committed.
 */
import { sql } from 'kysely'
import { dataDirOf } from '../../../src/config/config.ts'
import { lockDataDir } from '../../../src/embedded/data-dir-lock.ts'
import { openEmbeddedStore } from '../../../src/embedded/open-embedded-store.ts'

/** A text that is long enough for a commit to touch several pages. */
const TEXT = 'x'.repeat(5_000)
const CHECKPOINT_EVERY = 25

const dataDir = dataDirOf(process.env, 'start')
const lock = lockDataDir(dataDir)
process.on('disconnect', () => {
  lock.release()
  process.exit(1)
})
const store = await openEmbeddedStore(dataDir)
await sql`create table if not exists pair (number integer, half text, text text)`.execute(store)
const { rows } = await sql<{ number: number; halves: number }>`
  select number, count(*)::integer as halves from pair group by number order by number
`.execute(store)
process.send?.({ found: rows })

for (let number = rows.length; ; number += 1) {
  await store.transaction().execute(async (tx) => {
    await sql`insert into pair values (${number}, 'left', ${TEXT})`.execute(tx)
    await sql`insert into pair values (${number}, 'right', ${TEXT})`.execute(tx)
  })
  process.send?.({ committed: number })
  if (number % CHECKPOINT_EVERY === 0) await sql`checkpoint`.execute(store)
}
