// Decides where the Temporal server program comes from. It knows the order and the words, not the ways themselves.
import { SetupError } from './speaking.mjs'

/**
 * One way to a program. `find` is quick and changes nothing; `make` takes long and is announced by the way itself.
 * Both give the program's path, or null (or throw) when this way does not lead there.
 * @typedef {() => Promise<string | null>} Way
 * @typedef {{ onPath: Way, cached: Way, download: Way, build: Way }} Ways
 */

/**
 * The path of a Temporal server program, by the first way that leads to one: on PATH, kept from an earlier run,
 * the SDK's own download, built with Go.
 * @param {Ways} ways
 * @param {(line: string) => void} announce
 * @returns {Promise<string>}
 */
export async function provideTemporal(ways, announce) {
  for (const name of /** @type {const} */ (['onPath', 'cached', 'download', 'build'])) {
    const program = await ways[name]().catch((/** @type {unknown} */ error) => {
      announce(error instanceof Error ? error.message : String(error))
      return null
    })
    if (program !== null) return program
  }
  throw new SetupError(
    'No Temporal server: none is on PATH, it could not be downloaded, and it could not be built with Go.\n' +
      'Do one of these, then run the command again:\n' +
      '  - install the Temporal CLI, so that `temporal` is on PATH: https://docs.temporal.io/cli#install\n' +
      '  - install Go, so that `go` is on PATH: https://go.dev/doc/install\n' +
      '  - for `npm start` only: set TEMPORAL_ADDRESS to a Temporal server that runs elsewhere',
  )
}
