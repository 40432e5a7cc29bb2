// `npm run pictures`: runs the demo on free ports and in a folder of its own, and takes the README's pictures of it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { demoOf, runDemo } from '../../src/demo/run-demo.ts'
import { lockDataDir } from '../../src/embedded/data-dir-lock.ts'
import { freePort } from '../../src/embedded/free-port.ts'
import { createLogger } from '../../src/observability/logger.ts'
import { type ProcessTree, startProcessTree } from '../../src/process-tree.ts'
import { listRuns } from '../../src/store/runs.ts'
import { installTemporalRuntime } from '../../src/temporal/runtime.ts'
import { launchChromium } from '../../test/support/chromium.ts'

const PICTURES = fileURLToPath(new URL('../../docs/pictures/', import.meta.url))
const WIDTH = 1360

await inNewFolder(async (dataDir) => {
  const logger = createLogger({ pretty: false })
  logger.level = 'error'
  installTemporalRuntime(logger)
  const [temporalPort, uiPort] = [await freePort(), await freePort()]
  const tree = await startProcessTree({
    env: {
      DATA_DIR: dataDir,
      PORT: '0',
      TEMPORAL_PORT: String(temporalPort),
      TEMPORAL_UI_PORT: String(uiPort),
    },
    mode: 'demo',
    dataDir,
    logger,
    say,
  })
  try {
    await takePictures(tree)
  } finally {
    await tree.close()
  }
})
process.exit()

function say(line: string): void {
  console.log(line)
}

async function takePictures(tree: ProcessTree): Promise<void> {
  const { service, sandbox, temporalUiUrl } = tree
  const account = sandbox?.world.accounts[0]
  if (!sandbox || !account || temporalUiUrl === null) throw new Error('The demo is not whole.')
  await runDemo(demoOf(tree, say))
  const [run] = await listRuns(service.store, account.on24ClientId, 1)
  const lists = sandbox.actOn.lists(account.actOn.accountId)
  const list = lists.toSorted((a, b) => b.rows.length - a.rows.length)[0]
  if (!run || !list) throw new Error('The demo wrote no list.')

  await takePicture({
    name: 'act-on-list',
    url: `${sandbox.actOn.viewUrl}/${account.actOn.accountId}/list/${list.listId}`,
    showing: 'td',
    height: 620,
  })
  const workflow = `${encodeURIComponent(run.workflow_id)}/${run.run_id}`
  await takePicture({
    name: 'temporal-ui',
    url: `${temporalUiUrl}/namespaces/default/workflows/${workflow}/history`,
    showing: 'text=closing the ledger',
    height: 1240,
  })
}

interface Picture {
  readonly name: string
  readonly url: string
  /** A selector of what has to be there first. */
  readonly showing: string
  readonly height: number
}

async function takePicture({ name, url, showing, height }: Picture): Promise<void> {
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({ viewport: { width: WIDTH, height } })
    await page.goto(url)
    await page.waitForSelector(showing, { timeout: 60_000, state: 'attached' })
    // The Temporal UI lays itself out when its data is there.
    await page.waitForTimeout(3000)
    await page.screenshot({ path: join(PICTURES, `${name}.png`) })
    console.log(`docs/pictures/${name}.png`)
  } finally {
    await browser.close()
  }
}

async function inNewFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'pictures-'))
  const lock = lockDataDir(folder)
  try {
    await work(folder)
  } finally {
    lock.release()
    await rm(folder, { recursive: true, force: true })
  }
}
