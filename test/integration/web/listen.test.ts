import { connect } from 'node:net'
import express from 'express'
import { expect, test, type TestContext } from 'vitest'
import { listen } from '../../../src/web/listen.ts'

const ONE_REQUEST = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'
/** More than the buffers of the sockets hold. */
const MUCH = Buffer.alloc(50 * 1024 * 1024, 'x')

/** Starts a server that answers every request with this after a moment. Returns its port. */
async function serverOf(answer: Buffer, { onTestFinished }: TestContext): Promise<number> {
  const app = express()
  app.get('/', (_request, response) => {
    setTimeout(() => response.send(answer), 20)
  })
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  return Number(new URL(server.url).port)
}

test.concurrent('a client that does not read an answer is disconnected', async (context) => {
  const socket = connect(await serverOf(MUCH, context), '127.0.0.1').pause()
  const ended = new Promise((resolve) => socket.on('error', resolve))
  socket.write(ONE_REQUEST)
  // A paused socket notices that it was closed only when it writes.
  const writing = setInterval(() => socket.write('\r\n'), 200)
  await ended
  clearInterval(writing)
})

test.concurrent(
  'a client that does not wait for answers is disconnected before they fill the memory',
  async (context) => {
    const port = await serverOf(Buffer.from('small'), context)
    const answersTo = async (requests: number) => {
      const socket = connect(port, '127.0.0.1')
      socket.write(ONE_REQUEST.repeat(requests))
      setTimeout(() => socket.end(), 500)
      let answers = ''
      socket.on('error', () => undefined)
      for await (const chunk of socket) answers += String(chunk)
      return answers.split('HTTP/1.1 200').length - 1
    }
    expect(await answersTo(4)).toBe(4)
    expect(await answersTo(100)).toBe(0)
  },
)

test.concurrent('a client that waits for each answer may reuse the connection', async (context) => {
  const socket = connect(await serverOf(Buffer.from('small'), context), '127.0.0.1')
  const chunks = socket.iterator({ destroyOnReturn: false })
  for (let asked = 0; asked < 50; asked += 1) {
    socket.write(ONE_REQUEST)
    expect(String((await chunks.next()).value)).toContain('small')
  }
  socket.destroy()
})
