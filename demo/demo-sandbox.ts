/** The demo's vendors: a sandbox that remembers, so that a second start goes on where the first one stopped. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts'

/** People who go on registering, per minute and account, while somebody watches. */
const NEW_PEOPLE_PER_MINUTE = 4
/** One more than the demo links by itself: the last is for whoever watches. */
const ACCOUNTS = 4

const Beginning = z.object({ startAt: z.iso.datetime() })

export interface DemoApplication {
  readonly clientId: string
  readonly clientSecret: string
}

/** The world is made anew from its seed and its beginning; only Act-On's state has to be kept. */
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
      // Nobody searches a demo for leaks, and people look better without.
      mark: '',
      livelyness: NEW_PEOPLE_PER_MINUTE,
      startAt: await beginning(join(folder, 'world.json')),
    },
    actOn: {
      applications: [application],
      stateFile: join(folder, 'act-on.sqlite'),
      // Jobs end at the second look at them: nobody watches a demo for longer than it takes.
      knobs: { jobPendingPolls: 0, jobRunningPolls: 1 },
    },
  })
}

async function beginning(file: string): Promise<Date> {
  try {
    const startAt = new Date().toISOString()
    await writeFile(file, JSON.stringify({ startAt }), { flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return new Date(Beginning.parse(JSON.parse(await readFile(file, 'utf8'))).startAt)
}
