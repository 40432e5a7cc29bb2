// Checks whether a TCP port of 127.0.0.1 is free, and finds a free one.
import { once } from 'node:events'
import { createServer } from 'node:net'

/** True when nothing listens on the port at this moment. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await tryToListen(port)) !== null
}

/** A port that was free a moment ago. Another process may take it first, so the caller must detect a conflict. */
export async function freePort(): Promise<number> {
  const port = await tryToListen(0)
  if (port === null) throw new Error('No TCP port is free on 127.0.0.1.')
  return port
}

async function tryToListen(port: number): Promise<number | null> {
  const server = createServer()
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    return address !== null && typeof address === 'object' ? address.port : null
  } catch {
    return null
  } finally {
    server.close()
  }
}
