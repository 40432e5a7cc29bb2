/**
 * Keep-alive connection pools, shared by all clients of the process: clients are created per account, and a pool for
 * each of them would never find an open connection.
 */
import { Agent as HttpAgent } from 'node:http'
import type { ClientRequestArgs } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { RequestOptions } from 'node:https'
import type { Duplex } from 'node:stream'
import { TransportFailure } from './transport-failure.ts'

export interface Agents {
  readonly httpAgent: HttpAgent
  readonly httpsAgent: HttpsAgent
}

type OnSocket = (error: Error | null, socket: Duplex) => void

const agentsByConnectMs = new Map<number, Agents>()

/** @param connectMs milliseconds for DNS, TCP and TLS together. */
export function sharedAgents(connectMs: number): Agents {
  const known = agentsByConnectMs.get(connectMs)
  if (known) return known
  const made = {
    httpAgent: new ConnectTimeoutHttpAgent(connectMs),
    httpsAgent: new ConnectTimeoutHttpsAgent(connectMs),
  }
  agentsByConnectMs.set(connectMs, made)
  return made
}

class ConnectTimeoutHttpAgent extends HttpAgent {
  readonly #connectMs: number

  constructor(connectMs: number) {
    super({ keepAlive: true })
    this.#connectMs = connectMs
  }

  override createConnection(options: ClientRequestArgs, onSocket?: OnSocket) {
    const socket = super.createConnection(options, onSocket)
    return limitConnecting(socket, 'connect', this.#connectMs)
  }
}

class ConnectTimeoutHttpsAgent extends HttpsAgent {
  readonly #connectMs: number

  constructor(connectMs: number) {
    super({ keepAlive: true })
    this.#connectMs = connectMs
  }

  override createConnection(options: RequestOptions, onSocket?: OnSocket) {
    const socket = super.createConnection(options, onSocket)
    return limitConnecting(socket, 'secureConnect', this.#connectMs)
  }
}

function limitConnecting<S extends Duplex | null | undefined>(
  socket: S,
  connected: 'connect' | 'secureConnect',
  connectMs: number,
): S {
  if (!socket) return socket
  const timer = setTimeout(() => {
    socket.destroy(new TransportFailure('CONNECT_TIMEOUT'))
  }, connectMs)
  const stop = () => {
    clearTimeout(timer)
  }
  socket.once(connected, stop)
  socket.once('close', stop)
  return socket
}
