// `npm run pictures`: runs the demo on free ports in a folder of its own, and takes a picture of every page.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DemoTree, startDemoTree } from '../../demo/demo-tree.ts'
import { type Demo, inviteToTry, runDemo } from '../../demo/run-demo.ts'
import { makeStatusLink } from '../../src/accounts/status-link.ts'
import { lockDataDir } from '../../src/embedded/data-dir-lock.ts'
import { freePort } from '../../src/embedded/free-port.ts'
import { createLogger } from '../../src/observability/logger.ts'
import type { WorldAccount } from '../../sandbox/world/accounts.ts'
import { listRuns } from '../../src/store/runs/runs.ts'
import { installTemporalRuntime } from '../../src/temporal/runtime.ts'
import { launchChromium } from '../../test/support/browser/chromium.ts'
import { takeOperatorPictures } from './operator-pictures.ts'
import { save } from './save-picture.ts'

const WIDTH = 1360

await inNewFolder(async (dataDir) => {
  const logger = createLogger({ pretty: false })
  logger.level = 'error'
  installTemporalRuntime(logger)
  const [temporalPort, uiPort] = [await freePort(), await freePort()]
  const demo = await startDemoTree({
    env: {
      DATA_DIR: dataDir,
      PORT: '0',
      TEMPORAL_PORT: String(temporalPort),
      TEMPORAL_UI_PORT: String(uiPort),
    },
    dataDir,
    logger,
    say,
  })
  try {
    await takePictures(demo)
  } finally {
    await demo.close()
  }
})
process.exit()

function say(line: string): void {
  console.log(line)
}

async function takePictures(demo: DemoTree): Promise<void> {
  const { tree, service, sandbox } = demo
  const { temporalUiUrl } = tree
  const [account] = sandbox.world.accounts
  if (!account || temporalUiUrl === null)
    throw new Error('The demo has no account or no Temporal UI.')
  const { unlinked } = await runDemo(demo)
  const [run] = await listRuns(service.store, account.on24ClientId, 1)
  const lists = sandbox.actOn.lists(account.actOn.accountId)
  const list = lists.toSorted((a, b) => b.rows.length - a.rows.length)[0]
  if (!run || !list) throw new Error('The demo wrote no list.')
  if (unlinked === null) throw new Error('The demo left no account to link.')

  await takePicture({
    name: 'act-on-list',
    url: `${sandbox.actOn.viewUrl}/${account.actOn.accountId}/list/${list.listId}`,
    showing: 'td',
    height: 620,
  })
  const workflow = `${encodeURIComponent(run.workflowId)}/${run.runId}`
  await takePicture({
    name: 'temporal-ui',
    url: `${temporalUiUrl}/namespaces/default/workflows/${workflow}/history`,
    showing: 'text=closing the ledger',
    height: 1240,
  })
  await takePicturesOfLinking(demo, unlinked)
  const registrantId = list.rows[0]?.cells['ON24 Registrant ID']
  if (registrantId === undefined) throw new Error('The list has no rows.')
  await takeOperatorPictures(demo, account, registrantId)
  await takePictureOfCustomersPage(demo, account)
}

/** The customer's own page. */
async function takePictureOfCustomersPage(
  { web, service }: Demo,
  { on24ClientId }: WorldAccount,
): Promise<void> {
  const noAudit = () => Promise.resolve()
  const { url } = await makeStatusLink(service, on24ClientId, 'operator:demo', noAudit)
  await takePicture({
    name: 'customer-page',
    url: web.url + new URL(url).pathname,
    showing: '.webinars',
    height: 790,
  })
}

/** The customer's pages: the form, and the first sync in progress. */
async function takePicturesOfLinking(demo: Demo, account: WorldAccount): Promise<void> {
  // PUBLIC_URL does not contain the port that the server was assigned.
  const { pathname } = new URL(await inviteToTry(demo, account))
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({ viewport: { width: 1120, height: 790 } })
    await page.goto(`${demo.web.url}${pathname}`)
    await page.getByLabel('Act-On user name').fill(account.actOn.userName)
    await page.getByLabel('Act-On password').fill(account.actOn.password)
    await save(page, 'link-page')
    await page.getByRole('button', { name: 'Submit' }).click()
    await page.getByText('So far there are').waitFor({ timeout: 60_000 })
    await save(page, 'link-done')
  } finally {
    await browser.close()
  }
}

interface Picture {
  readonly name: string
  readonly url: string
  /** A selector to wait for. */
  readonly showing: string
  readonly height: number
}

async function takePicture({ name, url, showing, height }: Picture): Promise<void> {
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({ viewport: { width: WIDTH, height } })
    await page.goto(url)
    await page.waitForSelector(showing, { timeout: 60_000, state: 'attached' })
    // The Temporal UI changes its layout after its data has arrived.
    await page.waitForTimeout(3000)
    await save(page, name)
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
