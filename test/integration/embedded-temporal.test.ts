import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Connection } from '@temporalio/client'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { freePort, isPortFree } from '../../src/embedded/free-port.ts'
import { startEmbeddedTemporal } from '../../src/embedded/temporal-server.ts'
import { prepareNamespace } from '../../src/temporal/namespace.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'on24-act-on-embedded-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A process of its own that starts the server and then waits to be killed. */
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
  test('ends with its parent, even when that is killed, and a new one goes on with its data', async () => {
    const port = await freePort()
    const parent = await startParent(port)
    const connection = await Connection.connect({ address: `127.0.0.1:${port}` })
    await prepareNamespace(connection, 'default')
    await connection.close()

    parent.kill('SIGKILL')
    await once(parent, 'close')
    // At once, as an operator would: it waits until the old server has noticed.
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
})
