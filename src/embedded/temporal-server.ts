// The embedded Temporal server: `temporal server start-dev` as a child that never outlives this process.
// This file only starts and stops it; src/temporal/namespace.ts prepares the namespace.
import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { Connection } from '@temporalio/client'
import { SEARCH_ATTRIBUTES } from '../contracts/search-attributes.ts'
import { freePort, isPortFree } from './free-port.ts'
import { startGuarded } from './guarded-process.ts'
import type { GuardedProcess } from './guarded-process.ts'
import { hiddenLoopbackAddress, startTemporalUi } from './temporal-ui.ts'

const PORT_PATIENCE_MS = 10_000
const START_TIMEOUT_MS = 60_000

export interface EmbeddedTemporal {
  /** `127.0.0.1:<port>` */
  readonly address: string
  readonly uiUrl: string | null
  /** Resolves when the server has ended, whether or not it was closed. */
  readonly ended: Promise<{ readonly exitCode: number; readonly lastOutput: string }>
  close(): Promise<void>
}

export interface EmbeddedTemporalOptions {
  readonly port: number
  /** null: no web UI. */
  readonly uiPort: number | null
  /** The file that keeps workflows between starts; null: in memory only. */
  readonly dbFile: string | null
  /** A namespace that the server creates in addition to `default`. */
  readonly namespace?: string
  /** How long to wait for a busy port: a server whose parent was killed needs a moment to end. */
  readonly portPatienceMs?: number
}

/** Starts the server and waits until it answers. Throws an error with a sentence for the operator if it does not. */
export async function startEmbeddedTemporal(
  options: EmbeddedTemporalOptions,
): Promise<EmbeddedTemporal> {
  const { port, uiPort, portPatienceMs = PORT_PATIENCE_MS } = options
  await waitForPort('TEMPORAL_PORT', port, portPatienceMs)
  if (uiPort !== null) await waitForPort('TEMPORAL_UI_PORT', uiPort, portPatienceMs)

  const hidden = { ip: hiddenLoopbackAddress(), port: await freePort() }
  const server = startGuarded('temporal', startDevArguments(options, hidden))
  const address = `127.0.0.1:${port}`
  try {
    await waitUntilItAnswers(address, server)
    const ui = uiPort === null ? null : await startTemporalUi(uiPort, urlOf(hidden))
    return {
      address,
      uiUrl: ui?.url ?? null,
      ended: server.ended,
      async close() {
        await ui?.close()
        await server.close()
      },
    }
  } catch (error) {
    await server.close()
    throw error
  }
}

interface HiddenUi {
  readonly ip: string
  readonly port: number
}

function urlOf({ ip, port }: HiddenUi): string {
  return `http://${ip}:${String(port)}`
}

/** The settings of deploy/temporal-dynamic-config.yaml, and more for a server that web pages can reach. */
function dynamicConfig(): Record<string, unknown> {
  return {
    'matching.useNewMatcher': true,
    'matching.enableFairness': true,
    'worker.schedulerNamespaceStartWorkflowRPS': 1000,
    // Its HTTP API, which is not used, accepts requests from any web page that is open on the machine. Allowing only
    // an unguessable host name shuts it: an empty list would allow every host.
    'frontend.httpAllowedHosts': [`${randomBytes(16).toString('hex')}.invalid`],
    // That list does not cover the routes of Nexus, which are not used either: each call there creates a task queue.
    'system.enableNexus': false,
    // Otherwise it regularly asks a server of Temporal's for a newer version.
    'frontend.enableServerVersionCheck': false,
  }
}

function startDevArguments(
  { port, uiPort, dbFile, namespace }: EmbeddedTemporalOptions,
  hiddenUi: HiddenUi,
): string[] {
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port)],
    ...(uiPort === null
      ? ['--headless']
      : ['--ui-ip', hiddenUi.ip, '--ui-port', String(hiddenUi.port)]),
    ...(namespace === undefined ? [] : ['--namespace', namespace]),
    ...(dbFile === null ? [] : ['--db-filename', dbFile]),
    ...Object.values(SEARCH_ATTRIBUTES).flatMap((name) => [
      '--search-attribute',
      `${name}=Keyword`,
    ]),
    ...Object.entries(dynamicConfig()).flatMap(([key, value]) => [
      '--dynamic-config-value',
      `${key}=${JSON.stringify(value)}`,
    ]),
    ...['--log-level', 'error'],
  ]
}

async function waitForPort(setting: string, port: number, patienceMs: number): Promise<void> {
  const deadline = performance.now() + patienceMs
  while (!(await isPortFree(port))) {
    if (performance.now() > deadline) {
      throw new Error(
        `Port ${port} is in use, perhaps by a Temporal server that was left running: end that program, ` +
          `or set ${setting} to another port.`,
      )
    }
    await delay(200)
  }
}

async function waitUntilItAnswers(address: string, server: GuardedProcess): Promise<void> {
  const giveUp = new AbortController()
  const died = server.ended.then(({ exitCode, lastOutput }) => {
    throw new Error(
      exitCode === 127
        ? 'The program `temporal` is not on PATH: start with `npm start` or `npm run demo`, which provide it.'
        : `The embedded Temporal server ended during its start (exit status ${exitCode}): ${lastOutput}`,
    )
  })
  try {
    await Promise.race([died, pollUntilItAnswers(address, giveUp.signal)])
  } finally {
    giveUp.abort()
  }
}

async function pollUntilItAnswers(address: string, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS
  while (!signal.aborted) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: 1_000 })
      await connection.close()
      return
    } catch (error) {
      if (performance.now() > deadline) {
        throw new Error(
          `The embedded Temporal server did not answer on ${address} within ${START_TIMEOUT_MS / 1000} s`,
          { cause: error },
        )
      }
      await delay(100)
    }
  }
}
