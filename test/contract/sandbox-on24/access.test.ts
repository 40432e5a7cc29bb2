import { describe, expect, it } from 'vitest'
import { days, startOn24Fixture } from '../../support/fixtures/on24-fixture.ts'

const WRONG = 'AccessTokenKey and AccessTokenSecret are wrong or invalid.'

describe('the tokens of the ON24 stand-in', () => {
  it('are both needed, whatever the case of the header names', async () => {
    const { sandbox, clientId, getAny } = await startOn24Fixture()
    const { accessTokenKey, accessTokenSecret } = sandbox.world.account(clientId)
    const path = `/v2/client/${clientId}`
    const bothNeeded = {
      message: 'Header must contain both accessTokenKey and accessTokenSecret.',
    }
    expect(await getAny(path)).toMatchObject({ status: 401, body: bothNeeded })
    expect(await getAny(path, { accessTokenKey })).toMatchObject({ status: 401, body: bothNeeded })
    expect(await getAny(path, { accessTokenSecret })).toMatchObject({ body: bothNeeded })
    const shouted = { ACCESSTOKENKEY: accessTokenKey, accesstokensecret: accessTokenSecret }
    expect((await getAny(path, shouted)).status).toBe(200)
  })

  it('are refused when one of the pair is wrong', async () => {
    const { sandbox, clientId, getAny } = await startOn24Fixture()
    const { accessTokenKey } = sandbox.world.account(clientId)
    const reply = await getAny(`/v2/client/${clientId}`, { accessTokenKey, accessTokenSecret: 'x' })
    expect(reply).toMatchObject({ status: 401, body: { message: WRONG } })
  })

  it.each([
    ['deactivated', 'AccessTokenKey and AccessTokenSecret are deactivated.'],
    ['wrongOrInvalid', WRONG],
  ] as const)('are deactivated after 60 idle days, in the words %s', async (text, words) => {
    const { sandbox, clientId, get } = await startOn24Fixture()
    sandbox.on24.knobs.idleTokenText = text
    sandbox.clock.advance(days(59))
    expect((await get('')).status).toBe(200)
    sandbox.clock.advance(days(59))
    expect((await get('')).status).toBe(200)
    sandbox.clock.advance(days(60))
    expect(await get('')).toMatchObject({ status: 401, body: { message: words } })
    sandbox.on24.access.enableToken(clientId)
    expect((await get('')).status).toBe(200)
    sandbox.on24.access.disableToken(clientId)
    expect(await get('')).toMatchObject({ status: 401, body: { message: words } })
  })

  it('stop working the moment a new pair is made', async () => {
    const { sandbox, clientId, get, getAny } = await startOn24Fixture()
    const { accessTokenKey, accessTokenSecret } = sandbox.on24.access.rotateToken(clientId)
    expect((await get('')).status).toBe(401)
    const headers = { accessTokenKey, accessTokenSecret }
    expect((await getAny(`/v2/client/${clientId}`, headers)).status).toBe(200)
  })

  it('work in their own region only', async () => {
    const { sandbox, get } = await startOn24Fixture({ accounts: [{ region: 'eu' }] })
    sandbox.on24.knobs.region = 'na'
    expect(await get('')).toMatchObject({ status: 401, body: { message: WRONG } })
    sandbox.on24.knobs.region = 'eu'
    expect((await get('')).status).toBe(200)
  })

  it('work for their own client and its children only', async () => {
    const { sandbox, clientId, getAny } = await startOn24Fixture({
      accounts: [{ subClientIds: ['77001'] }, {}],
    })
    const { accessTokenKey, accessTokenSecret } = sandbox.world.account(clientId)
    const headers = { accessTokenKey, accessTokenSecret }
    const other = sandbox.world.accounts[1]?.on24ClientId ?? ''
    expect((await getAny('/v2/client/77001', headers)).status).toBe(200)
    expect(await getAny(`/v2/client/${other}`, headers)).toMatchObject({
      status: 403,
      body: { message: "You don't have access to this client id" },
    })
    expect(await getAny('/v2/client/999', headers)).toMatchObject({
      status: 404,
      body: { message: "The client 999 doesn't exist." },
    })
  })
})

describe('the addresses of the ON24 stand-in', () => {
  it('begin with /v2; the path of the API description is not found', async () => {
    const { sandbox, clientId, getAny } = await startOn24Fixture()
    const { accessTokenKey, accessTokenSecret } = sandbox.world.account(clientId)
    const headers = { accessTokenKey, accessTokenSecret }
    expect((await getAny(`/wcc/api/v2/client/${clientId}`, headers)).status).toBe(404)
    expect((await getAny(`/v2/client/${clientId}`, headers)).status).toBe(200)
  })
})

describe('a refusal of the ON24 stand-in', () => {
  it.each([
    ['inactive', 'The client id 22950 is inactive.'],
    ['noPermission', 'You do not have permission to perform the requested operation.'],
    [
      'notElite',
      'The client id is not an Elite user/The adminId can not perform operations under client clientId',
    ],
  ] as const)(
    'for a client that is %s is a 403 told by its text alone',
    async (access, message) => {
      const { sandbox, clientId, get } = await startOn24Fixture()
      sandbox.on24.access.setAccess(clientId, access)
      const reply = await get('/event')
      expect(reply.status).toBe(403)
      expect(reply.body).toEqual({ message })
    },
  )

  it.each([403, 429] as const)(
    'for too many calls of one kind is a %i without Retry-After',
    async (status) => {
      const { sandbox, get } = await startOn24Fixture()
      sandbox.on24.knobs.quotaStatus = status
      sandbox.on24.knobs.callsPerMinute.events = 2
      expect((await get('/event')).status).toBe(200)
      expect((await get('/event')).status).toBe(200)
      const refused = await get('/event')
      expect(refused.status).toBe(status)
      expect(refused.body).toEqual({
        message: 'You reached the maximum number of calls for this endpoint',
      })
      expect(refused.headers.get('retry-after')).toBeNull()
      expect((await get('/registrant')).status).toBe(200)
    },
  )

  it('for too many calls of all kinds has its own text, and comes in the middle of a scan', async () => {
    const { sandbox, clientId, get } = await startOn24Fixture()
    const eventId = sandbox.world.addWebinar(clientId, { liveStartAt: new Date('2026-06-11') })
    sandbox.world.registerMany(eventId, 250)
    sandbox.on24.knobs.callsPerMinuteInAll = 2
    const first = await get('/registrant?userstatus=any')
    expect(first.body).toMatchObject({ pagecount: 3, currentpage: 0 })
    expect((await get('/registrant?userstatus=any&pageoffset=1')).status).toBe(200)
    const refused = await get('/registrant?userstatus=any&pageoffset=2')
    expect(refused).toMatchObject({
      status: 403,
      body: { message: 'You have reached the maximum number of calls for this api.' },
    })
  })
})
