import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Connection } from '@temporalio/client'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { freePort, isPortFree } from '../../../src/embedded/free-port.ts'
import { startGuarded } from '../../../src/embedded/guarded-process.ts'
import { startEmbeddedTemporal } from '../../../src/embedded/temporal-server.ts'
import { prepareNamespace } from '../../../src/temporal/namespace.ts'
import { FOREIGN, statusOf } from '../../support/browser/foreign-page.ts'

const NAMESPACES = '/api/v1/namespaces'
const NEXUS = '/namespaces/default/task-queues/made-by-a-page/nexus-services/a/b'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'on24-act-on-embedded-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Starts a separate process that starts the server and then waits to be killed. */
async function startParent(port: number) {
  const program = join(folder, 'parent.ts')
  const module = resolve('src/embedded/temporal-server.ts')
  await writeFile(
    program,
    `import { startEmbeddedTemporal } from ${JSON.stringify(module)}
     await startEmbeddedTemporal({ port: ${port}, uiPort: null, dbFile: ${JSON.stringify(join(folder, 'temporal.db'))} })
     console.log('started')
     setInterval(() => undefined, 1_000)`,
  )
  const parent = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(parent.stdout, 'data')
  return parent
}

describe('the embedded Temporal server', () => {
  test('ends with its parent, also when that is killed, and a new server continues with its data', async () => {
    const port = await freePort()
    const parent = await startParent(port)
    const connection = await Connection.connect({ address: `127.0.0.1:${port}` })
    await prepareNamespace(connection, 'default')
    await connection.close()

    parent.kill('SIGKILL')
    await once(parent, 'close')
    // An operator would restart it at once: the start waits until the old server has ended.
    const next = await startEmbeddedTemporal({
      port,
      uiPort: null,
      dbFile: join(folder, 'temporal.db'),
    })
    const again = await Connection.connect({ address: next.address })
    const { config } = await again.workflowService.describeNamespace({ namespace: 'default' })
    await again.close()
    await next.close()
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 24 * 3600)
  })

  test('is gone soon after its parent was killed', async () => {
    const port = await freePort()
    const parent = await startParent(port)
    expect(await isPortFree(port)).toBe(false)
    parent.kill('SIGKILL')
    await vi.waitUntil(() => isPortFree(port), { timeout: 10_000, interval: 50 })
  })

  test('is gone when close returns', async () => {
    const port = await freePort()
    const server = await startEmbeddedTemporal({ port, uiPort: null, dbFile: null })
    await server.close()
    expect(await isPortFree(port)).toBe(true)
  })

  test('says which setting to change when its port is taken', async () => {
    const port = await freePort()
    const other = createServer().listen(port, '127.0.0.1')
    await once(other, 'listening')
    try {
      await expect(
        startEmbeddedTemporal({ port, uiPort: null, dbFile: null, portPatienceMs: 100 }),
      ).rejects.toThrow(`Port ${port} is in use`)
    } finally {
      other.close()
    }
  })

  test('answers no web page of another site, on any of its ports', async () => {
    const before = new Set(await portsOfThisMachine())
    const uiPort = await freePort()
    const server = await startEmbeddedTemporal({ port: await freePort(), uiPort, dbFile: null })
    try {
      const opened = (await portsOfThisMachine()).filter((port) => !before.has(port))
      expect(opened.length).toBeGreaterThan(2)
      expect(opened).toContain(uiPort)
      for (const port of opened) {
        for (const headers of FOREIGN) {
          const url = `http://127.0.0.1:${String(port)}${NAMESPACES}`
          expect(await statusOf(url, headers), JSON.stringify({ port, headers })).not.toBe(200)
        }
        expect([null, 400, 403, 404, 405], String(port)).toContain(await callNexus(port))
      }
      const ui = `http://127.0.0.1:${String(uiPort)}${NAMESPACES}`
      // The UI answers 503 until its own connection to the server is up.
      await expect.poll(() => statusOf(ui)).toBe(200)
      expect(await statusOf(ui, { host: `localhost:${String(uiPort)}` })).toBe(200)
    } finally {
      await server.close()
    }
  })

  test('gets nothing of our environment that holds a secret', async () => {
    vi.stubEnv('ENCRYPTION_KEYS', 'a-secret-of-the-service')
    const { ended } = startGuarded('env', [])
    vi.unstubAllEnvs()
    const { lastOutput } = await ended
    expect(lastOutput).toContain('PATH=')
    expect(lastOutput).not.toContain('a-secret-of-the-service')
  })
})

/**
 * The routes of Nexus ignore the list of allowed hosts. Where they are enabled, a call stays open: `held`. Null if the
 * port does not speak HTTP and closes the connection.
 */
async function callNexus(port: number): Promise<number | 'held' | null> {
  try {
    const url = `http://127.0.0.1:${String(port)}${NEXUS}`
    const signal = AbortSignal.timeout(5_000)
    return (await fetch(url, { method: 'POST', body: '{}', signal })).status
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError' ? 'held' : null
  }
}

/** The TCP ports that are open on 127.0.0.1 or on all addresses. */
async function portsOfThisMachine(): Promise<number[]> {
  const table = await readFile('/proc/net/tcp', 'utf8')
  const listening = [...table.matchAll(/ (?:0100007F|00000000):([0-9A-F]{4}) 00000000:0000 0A /g)]
  return listening.map(([, hex = '']) => Number.parseInt(hex, 16))
}
