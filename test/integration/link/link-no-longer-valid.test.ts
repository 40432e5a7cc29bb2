import { afterAll, beforeAll, expect, test } from 'vitest'
import { InvitationUsedUp, linkAccount } from '../../../src/accounts/link-account.ts'
import type { Service } from '../../../src/service.ts'
import { beginRemoval, finishRemovalInStore } from '../../../src/store/accounts/removals.ts'
import { newInvitation } from '../../support/api/link-account.ts'
import { openLinkingFixture, type LinkingFixture } from '../../support/fixtures/linking-fixture.ts'

let fixture: LinkingFixture

beforeAll(async () => {
  fixture = await openLinkingFixture()
})
afterAll(() => fixture.close())

async function beginToRemove(on24ClientId: string): Promise<void> {
  const by = { actor: 'operator:x', address: null, at: fixture.now() }
  await beginRemoval(fixture.store, on24ClientId, by)
}

async function remove(on24ClientId: string): Promise<void> {
  await beginToRemove(on24ClientId)
  await finishRemovalInStore(fixture.store, on24ClientId, fixture.now())
}

function accountOf(on24ClientId: string) {
  return fixture.store
    .selectFrom('account')
    .select('linkedAt')
    .where('on24ClientId', '=', on24ClientId)
    .execute()
}

test.each([
  ['its invitation is voided', (id: string) => newInvitation(fixture, id), [{ linkedAt: null }]],
  ['the removal of the account begins', (id: string) => beginToRemove(id), [{ linkedAt: null }]],
  ['the account is removed', (id: string) => remove(id), []],
])('a link is not made when, while Act-On answers, %s', async (_, meanwhile, leaves) => {
  const { on24ClientId, actOn } = await fixture.nextAccount()
  const invitation = await newInvitation(fixture, on24ClientId)
  const actOnClient: Service['vendors']['actOn'] = (...parts) => ({
    ...fixture.vendors.actOn(...parts),
    async readAccount(options) {
      await meanwhile(on24ClientId)
      return fixture.vendors.actOn(...parts).readAccount(options)
    },
  })
  const service = { ...fixture, vendors: { ...fixture.vendors, actOn: actOnClient } }
  const request = { invitation, submissionHash: null, ...actOn }
  const link = linkAccount(service, request, AbortSignal.timeout(30_000))
  await expect(link).rejects.toThrow(InvitationUsedUp)
  expect(await accountOf(on24ClientId)).toEqual(leaves)
})
