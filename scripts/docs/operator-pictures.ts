/** Pictures of every operator page, after the demo's first sync: see docs/pages.md. */
import type { Page } from 'playwright-core'
import type { Demo } from '../../demo/run-demo.ts'
import type { WorldAccount } from '../../sandbox/world/accounts.ts'
import { launchChromium } from '../../test/support/browser/chromium.ts'
import { takePicturesOfDecisions } from './pictures-of-decisions.ts'
import { save } from './save-picture.ts'

const VIEWPORT = { width: 1360, height: 820 }

/** Pages that are there without anything being done on another page: name of the picture, and path. */
function simplePages(on24ClientId: string): readonly (readonly [string, string])[] {
  const account = `/accounts/${on24ClientId}`
  const tabs = [
    'runs',
    'webinars',
    'problems',
    'rejections',
    'verifications',
    'audit',
    'settings',
  ].map((tab) => [`account-${tab}`, `${account}/${tab}`] as const)
  const actions = ['pause', 'sync', 'backfill', 'change', 'invite', 'remove'].map(
    (action) => [action, `${account}/${action}`] as const,
  )
  return [
    ['accounts', '/?sort=name'],
    ['account', account],
    ...tabs,
    ...actions,
    ['register', '/accounts/new'],
    ['repair', `${account}/repair`],
    ['notice-test', '/notices/test'],
    ['find-audit', '/audit'],
    ['reference', '/docs'],
  ]
}

/** @param registrantId of a person whose contact the first sync wrote */
export async function takeOperatorPictures(
  demo: Demo,
  account: WorldAccount,
  registrantId: string,
): Promise<void> {
  const { web } = demo
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({ viewport: VIEWPORT })
    await page.goto(web.url)
    await save(page, 'sign-in')
    await page.getByLabel('Operator token').fill(web.operatorToken)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'Accounts' }).waitFor()
    await verify(page, `${web.url}/accounts/${account.on24ClientId}/verifications`)
    await page.getByRole('link', { name: 'Findings' }).first().click()
    await save(page, 'findings')
    for (const [name, path] of simplePages(account.on24ClientId)) {
      const answer = await page.goto(web.url + path)
      if (answer?.status() !== 200) throw new Error(`There is no page ${path}.`)
      await save(page, name)
    }
    await takeFollowedPages(page, web.url, account)
    await explain(page, `${web.url}/accounts/${account.on24ClientId}/explain`, registrantId)
    await save(page, 'explain')
    await takePicturesOfDecisions(page, demo, account.on24ClientId)
  } finally {
    await browser.close()
  }
}

/** So that there is a comparison to show. */
async function verify(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.getByRole('button', { name: 'Verify' }).click()
  await page.locator('#verifications-rows tr').first().waitFor()
  await page.getByText('Verify, running').waitFor({ state: 'detached', timeout: 300_000 })
}

/** Pages that another page leads to. */
async function takeFollowedPages(
  page: Page,
  origin: string,
  { on24ClientId }: WorldAccount,
): Promise<void> {
  const account = `${origin}/accounts/${on24ClientId}`
  await page.goto(`${account}/runs`)
  await page.locator('#runs-rows').getByRole('link', { name: 'Details' }).last().click()
  await page.getByRole('heading', { name: 'Webinars' }).waitFor()
  await save(page, 'run')
  await page.goto(`${account}/webinars`)
  await page.locator('#webinars-rows').getByRole('link', { name: 'Rebuild' }).first().click()
  await save(page, 'rebuild')
  await page.goto(`${account}/webinars`)
  await page.locator('#webinars-rows').getByRole('link', { name: 'Exclude' }).first().click()
  await save(page, 'exclude')
  await choose(page, origin, on24ClientId, 'pause')
  await save(page, 'chosen')
  await choose(page, origin, on24ClientId, 'sync')
  await page.locator('form[action="/accounts/chosen"] button').click()
  await page.waitForURL('**/accounts/chosen/done**')
  await save(page, 'chosen-done')
}

async function choose(page: Page, origin: string, on24ClientId: string, action: string) {
  await page.goto(`${origin}/?sort=name`)
  await page.locator(`#choose-${on24ClientId}`).check()
  await page.locator(`#chosen-${action}`).click()
}

async function explain(page: Page, url: string, registrantId: string): Promise<void> {
  await page.goto(url)
  await page.getByLabel('E-mail address or ON24 registrant id').fill(registrantId)
  await page.getByRole('button', { name: 'Explain' }).click()
  await page.getByText('A new row was written').first().waitFor()
}
