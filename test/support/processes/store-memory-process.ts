/** Works with the embedded store in DATA_DIR, and tells the peak of this process's memory. For embedded-store.test.ts. */
import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { openEmbeddedStore } from '../../../src/embedded/open-embedded-store.ts'

const STATEMENTS = 2_000

const store = await openEmbeddedStore(process.env['DATA_DIR'] ?? '')
for (let number = 0; number < STATEMENTS; number += 1) {
  await sql`insert into rate_limit values (${String(number)}, ${number}, service_now())`.execute(
    store,
  )
}
await store.destroy()
// Linux begins getrusage's maxRSS of a new program with the memory of the process that started it.
const peak = /^VmHWM:\s+(\d+) kB$/m.exec(await readFile('/proc/self/status', 'utf8'))?.[1]
process.send?.({ peakMegabytes: Number(peak) / 1024 })
