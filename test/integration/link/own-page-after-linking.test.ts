/** How the page after linking says where the progress can be seen again. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeStatusLink } from '../../../src/accounts/status-link.ts'
import { dropStatusLink } from '../../../src/store/visitors/status-links.ts'
import {
  type LinkPagesFixture,
  openLinkPagesFixture,
} from '../../support/fixtures/link-pages-fixture.ts'

let fixture: LinkPagesFixture
beforeAll(async () => {
  fixture = await openLinkPagesFixture()
})
afterAll(() => fixture.close())

test('the page after linking leads to the own page while there is a link to it, and else says whom to ask', async () => {
  const invited = await fixture.invited()
  const { on24ClientId } = invited.account
  const noAudit = () => Promise.resolve()
  const visitor = fixture.visitor()
  const linked = await visitor.link(invited)
  const [cookie = ''] = (linked.headers.get('set-cookie') ?? '').split(';')
  const done = async () => (await visitor.get('/link/done', { cookie })).text
  expect(await done()).toMatch(/ask the person who sent you the link for a link\s+to your own page/)
  const { url } = await makeStatusLink(fixture, on24ClientId, 'operator:test', noAudit)
  expect(await done()).toContain(`<a href="${new URL(url).pathname}">Your own page</a>`)
  await dropStatusLink(fixture.store, on24ClientId, noAudit)
  expect(await done()).not.toContain('/status/')
})
