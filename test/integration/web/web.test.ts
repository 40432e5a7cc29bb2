import { expect, onTestFinished, test } from 'vitest'
import { startServiceFixture } from '../../support/fixtures/service-fixture.ts'
import { startWebServer } from '../../../src/web/web-server.ts'

const TOKEN = 'operator-token-'.repeat(3)

test('health, readiness and metrics are served, and metrics only to operators once PUBLIC_URL is not this machine', async () => {
  const service = await startServiceFixture({ world: { preset: 'empty' }, env: { PORT: '0' } })
  const web = await startWebServer(service)
  onTestFinished(() => web.close())
  const samePort = {
    ...service.config,
    http: { ...service.config.http, port: Number(new URL(web.url).port) },
  }
  await expect(startWebServer({ ...service, config: samePort })).rejects.toThrow('set PORT')
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(web.url + path, { headers })
  const http = { ...service.config.http, publicUrl: 'https://sync.example.com' }
  const served = await startWebServer({ ...service, config: { ...service.config, http } })
  onTestFinished(() => served.close())
  const closed = (headers: Record<string, string> = {}) =>
    fetch(`${served.url}/metrics`, { headers })

  const health = await get('/healthz')
  expect(health.status).toBe(200)
  expect(health.headers.get('content-security-policy')).toContain("default-src 'self'")
  expect(await (await get('/readyz')).json()).toEqual({ store: 'ready', temporal: 'ready' })

  expect(await (await get('/metrics')).text()).toContain('on24_act_on_runs_total')
  expect((await closed()).status).toBe(401)
  const wrong = { authorization: `Bearer ${TOKEN}x` }
  const right = { authorization: `Bearer ${TOKEN}` }
  expect([(await closed(wrong)).status, (await get('/metrics', wrong)).status]).toEqual([401, 401])
  expect((await closed(right)).status).toBe(200)

  for (const path of ['/lnik/a-token-that-was-mistyped', '/%E0%A4%A-mistyped']) {
    const answer = await get(path)
    expect([400, 404]).toContain(answer.status)
    const text = (await answer.text()) + JSON.stringify([...answer.headers])
    expect(text).not.toMatch(/mistyped|node_modules/)
  }

  for (let guess = 2; guess < 20; guess += 1) await closed(wrong)
  expect((await closed(wrong)).status).toBe(429)
  expect((await closed(right)).status).toBe(200)
  expect((await get('/metrics')).status).toBe(200)

  await service.store.destroy()
  expect((await closed(right)).status).toBe(200)
  const notReady = await get('/readyz')
  expect(notReady.status).toBe(503)
  expect(await notReady.json()).toEqual({ store: 'not ready', temporal: 'ready' })
})
