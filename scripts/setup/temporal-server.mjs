// Chooses the source of the Temporal server program. It knows only their order; temporal-sources.mjs implements them.
import { SetupError } from './announce.mjs'

/**
 * Returns the path of the program, or returns null or throws if this source does not have it. `onPath` and `cached` are
 * fast and change nothing; `download` and `build` are slow and announce themselves.
 * @typedef {() => Promise<string | null>} Source
 * @typedef {{ onPath: Source, cached: Source, download: Source, build: Source }} Sources
 */

/**
 * Returns the path of a Temporal server program from the first source that has one: PATH, the cache of an earlier run,
 * the SDK's own download, a build with Go.
 * @param {Sources} sources
 * @param {(line: string) => void} announce
 * @returns {Promise<string>}
 */
export async function provideTemporal(sources, announce) {
  for (const name of /** @type {const} */ (['onPath', 'cached', 'download', 'build'])) {
    const program = await sources[name]().catch((/** @type {unknown} */ error) => {
      announce(error instanceof Error ? error.message : String(error))
      return null
    })
    if (program !== null) return program
  }
  throw new SetupError(
    'No Temporal server was found: none is on PATH, and it could neither be downloaded nor be built with Go.\n' +
      'Do one of the following, then run the command again:\n' +
      '  - install the Temporal CLI, so that `temporal` is on PATH: https://docs.temporal.io/cli#install\n' +
      '  - install Go, so that `go` is on PATH: https://go.dev/doc/install\n' +
      '  - for `npm start` only: set TEMPORAL_ADDRESS to an external Temporal server',
  )
}
