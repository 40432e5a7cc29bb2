/** The demo's vendors: a sandbox with stored state, so that a second start continues where the first stopped. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts'

/** New registrations per minute and account while the demo runs. */
const NEW_PEOPLE_PER_MINUTE = 4
/** One more than the demo links by itself: the last account is for the user to link. */
const ACCOUNTS = 4

const StoredStart = z.object({ startAt: z.iso.datetime() })

export interface DemoApplication {
  readonly clientId: string
  readonly clientSecret: string
}

/** The world is rebuilt from its seed and start time; only Act-On's state must be stored. */
export async function startDemoSandbox(
  dataDir: string,
  application: DemoApplication,
): Promise<Sandbox> {
  const folder = join(dataDir, 'sandbox')
  await mkdir(folder, { recursive: true })
  return startSandbox({
    world: {
      preset: 'demo',
      size: { accounts: ACCOUNTS },
      // The demo is not searched for leaks, and names look better without a mark.
      mark: '',
      growthPerMinute: NEW_PEOPLE_PER_MINUTE,
      startAt: await storedStart(join(folder, 'world.json')),
    },
    actOn: {
      applications: [application],
      stateFile: join(folder, 'act-on.sqlite'),
      // Jobs end at the second poll, to keep the demo short.
      knobs: { jobPendingPolls: 0, jobRunningPolls: 1 },
    },
  })
}

/** The world's start time; stored at the first start. */
async function storedStart(file: string): Promise<Date> {
  try {
    const startAt = new Date().toISOString()
    await writeFile(file, JSON.stringify({ startAt }), { flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return new Date(StoredStart.parse(JSON.parse(await readFile(file, 'utf8'))).startAt)
}
