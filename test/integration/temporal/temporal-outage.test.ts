import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { connectClientLazily } from '../../../src/temporal/connection.ts'

test('the service tries to reconnect to Temporal every few seconds, without an end', async () => {
  const tries: number[] = []
  const server = createServer((socket) => {
    tries.push(performance.now())
    socket.destroy()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = z.object({ port: z.number() }).parse(server.address())
  const connection = connectClientLazily({
    connection: { address: `127.0.0.1:${String(port)}` },
    namespace: 'default',
  })
  onTestFinished(async () => {
    await connection.close()
    server.close()
  })
  for (const until = performance.now() + 12_000; performance.now() < until; await delay(100)) {
    await connection
      .withDeadline(Date.now() + 100, () => connection.workflowService.getSystemInfo({}))
      .catch(() => undefined)
  }
  const gaps = tries.slice(1).map((at, index) => at - (tries[index] ?? 0))
  expect(gaps.length).toBeGreaterThan(4)
  expect(Math.max(...gaps)).toBeLessThan(3_500)
})
