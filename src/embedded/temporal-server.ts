// The embedded Temporal server: `temporal server start-dev` as a child that never outlives this process.
// It only starts and stops; the namespace is prepared in src/temporal/namespace.ts.
import { setTimeout as delay } from 'node:timers/promises'
import { Connection } from '@temporalio/client'
import { SEARCH_ATTRIBUTES } from '../contracts/search-attributes.ts'
import { isPortFree } from './free-port.ts'
import { startGuarded } from './guarded-process.ts'
import type { GuardedProcess } from './guarded-process.ts'

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

  const server = startGuarded('temporal', startDevArguments(options))
  const address = `127.0.0.1:${port}`
  try {
    await waitUntilItAnswers(address, server)
  } catch (error) {
    await server.close()
    throw error
  }
  return {
    address,
    uiUrl: uiPort === null ? null : `http://127.0.0.1:${uiPort}`,
    ended: server.ended,
    close: () => server.close(),
  }
}

function startDevArguments({ port, uiPort, dbFile, namespace }: EmbeddedTemporalOptions): string[] {
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port)],
    ...(uiPort === null ? ['--headless'] : ['--ui-port', String(uiPort)]),
    ...(namespace === undefined ? [] : ['--namespace', namespace]),
    ...(dbFile === null ? [] : ['--db-filename', dbFile]),
    ...Object.values(SEARCH_ATTRIBUTES).flatMap((name) => [
      '--search-attribute',
      `${name}=Keyword`,
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
