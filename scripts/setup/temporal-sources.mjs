// The four sources of a Temporal server program. A downloaded or built one is kept in the user's cache folder.
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runQuietly } from './run-command.mjs'
import { announce, announceWhile } from './announce.mjs'

const CLI_VERSION = 'v1.5.1'
/** The oldest tested server version. Earlier servers lack features of Schedules that the service relies on. */
const OLDEST_SERVER = [1, 29]
const DOWNLOAD_LIMIT_MS = 60_000

/**
 * @param {string} node path of a Node 24 program
 * @returns {import('./temporal-server.mjs').Sources}
 */
export function temporalSources(node) {
  const cacheHome = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
  const folder = join(cacheHome, 'on24-act-on', 'temporal', CLI_VERSION)
  const kept = join(folder, 'temporal')
  return {
    onPath: async () => {
      for (const place of (process.env['PATH'] ?? '').split(delimiter)) {
        const program = join(place, 'temporal')
        const version = await serverVersion(program)
        if (version === null) continue
        if (isNewEnough(version)) return program
        announce(
          `${program} has Temporal server ${version}, but ${OLDEST_SERVER.join('.')} is needed: skipped`,
        )
        return null
      }
      return null
    },

    cached: async () => ((await serverVersion(kept)) === null ? null : kept),

    download: () =>
      announceWhile('downloading a Temporal server with the SDK (usually 10 seconds)', () =>
        inNewFolder(folder, async (made) => {
          const script = fileURLToPath(new URL('./download-temporal.mjs', import.meta.url))
          const result = await runQuietly(node, [script, made], { timeoutMs: DOWNLOAD_LIMIT_MS })
          const [file] = await readdir(made)
          if (result.exitCode !== 0 || file === undefined) throw new Error('the download failed')
          return keep(join(made, file), kept)
        }),
      ),

    build: async () => {
      if ((await runQuietly('go', ['version'])).exitCode !== 0) return null
      return announceWhile(
        'building the Temporal server with Go (usually 2½ minutes on 2 cores)',
        () =>
          inNewFolder(folder, async (made) => {
            const source = `github.com/temporalio/cli/cmd/temporal@${CLI_VERSION}`
            const result = await runQuietly('go', ['install', source], { env: { GOBIN: made } })
            if (result.exitCode !== 0)
              throw new Error(`the build with Go failed:\n${result.output}`)
            return keep(join(made, 'temporal'), kept)
          }),
      )
    },
  }
}

/**
 * The version of the server in a Temporal CLI; null if the program does not run.
 * @param {string} program
 */
async function serverVersion(program) {
  const { exitCode, output } = await runQuietly(program, ['--version'])
  return exitCode === 0 ? (/Server (\d+\.\d+\.\d+)/.exec(output)?.[1] ?? '0.0.0') : null
}

/** @param {string} version */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_SERVER
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)
}

/**
 * Runs `work` in a new folder next to the cached program, and removes the folder afterwards.
 * @template T
 * @param {string} parent
 * @param {(folder: string) => Promise<T>} work
 */
async function inNewFolder(parent, work) {
  await mkdir(parent, { recursive: true })
  const folder = await mkdtemp(join(parent, 'making-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Checks the program and moves it to its final place in one step, so that a killed set-up leaves nothing incomplete.
 * @param {string} made
 * @param {string} kept
 */
async function keep(made, kept) {
  await chmod(made, 0o755)
  const version = await serverVersion(made)
  if (version === null || !isNewEnough(version))
    throw new Error(`the program is not a usable Temporal server: ${version}`)
  await rename(made, kept)
  return kept
}
