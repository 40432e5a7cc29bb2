// The embedded Temporal server: `temporal server start-dev` as a child that never outlives this process.
// It only starts and stops; the namespace is prepared in src/temporal/namespace.ts.
import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { Connection } from '@temporalio/client'
import { SEARCH_ATTRIBUTES } from '../contracts/search-attributes.ts'
import { freePort, isPortFree } from './free-port.ts'
import { startGuarded } from './guarded-process.ts'
import type { GuardedProcess } from './guarded-process.ts'
import { hiddenLoopbackAddress, startTemporalUi } from './temporal-ui.ts'

const PORT_PATIENCE_MS = 10_000
const START_PATIENCE_MS = 60_000

export interface EmbeddedTemporal {
  /** `127.0.0.1:<port>` */
  readonly address: string
  readonly uiUrl: string | null
  /** Resolves when the server has ended, asked for or not. */
  readonly ended: Promise<{ readonly exitCode: number; readonly lastOutput: string }>
  close(): Promise<void>
}

export interface EmbeddedTemporalOptions {
  readonly port: number
  /** null: no web UI. */
  readonly uiPort: number | null
  /** Where workflows are kept between starts; null: in memory only. */
  readonly dbFile: string | null
  /** The namespace it makes, besides `default`. */
  readonly namespace?: string
  /** A server whose parent was killed needs a moment to notice; longer than this is a leftover. */
  readonly portPatienceMs?: number
}

/** Starts the server and waits until it answers. Throws with a sentence for the operator when it cannot. */
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

/** As in deploy/temporal-dynamic-config.yaml, and what a server that web pages can reach needs besides. */
function dynamicConfig(): Record<string, unknown> {
  return {
    'matching.useNewMatcher': true,
    'matching.enableFairness': true,
    // Its HTTP API, which nobody uses, takes orders from any web page that is open on the machine. A name that
    // nobody can guess shuts it: an empty list would allow every host.
    'frontend.httpAllowedHosts': [`${randomBytes(16).toString('hex')}.invalid`],
    // That list says nothing of the routes of Nexus, which nobody uses either: each call there makes a task queue.
    'system.enableNexus': false,
    // Else it asks a server of its makers now and then whether there is a newer one.
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
        : `The embedded Temporal server ended at once (exit status ${exitCode}): ${lastOutput}`,
    )
  })
  try {
    await Promise.race([died, pollUntilItAnswers(address, giveUp.signal)])
  } finally {
    giveUp.abort()
  }
}

async function pollUntilItAnswers(address: string, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + START_PATIENCE_MS
  while (!signal.aborted) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: 1_000 })
      await connection.close()
      return
    } catch (error) {
      if (performance.now() > deadline) {
        throw new Error(
          `The embedded Temporal server did not answer on ${address} within ${START_PATIENCE_MS / 1000} s`,
          { cause: error },
        )
      }
      await delay(100)
    }
  }
}
