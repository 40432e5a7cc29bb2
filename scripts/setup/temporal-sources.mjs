// The four ways to a Temporal server program. What is downloaded or built is kept in the user's cache folder.
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runQuietly } from './run-command.mjs'
import { announce, announceWhile } from './speaking.mjs'

const CLI_VERSION = 'v1.5.1'
/** What the service is tested with. Earlier servers lack parts of the Schedules that it relies on. */
const OLDEST_SERVER = [1, 29]
const DOWNLOAD_LIMIT_MS = 60_000

/**
 * @param {string} node path of a Node 24 program
 * @returns {import('./temporal-server.mjs').Ways}
 */
export function waysToTemporal(node) {
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
          `${program} brings Temporal server ${version}, ${OLDEST_SERVER.join('.')} is needed: passed over`,
        )
        return null
      }
      return null
    },

    cached: async () => ((await serverVersion(kept)) === null ? null : kept),

    download: () =>
      announceWhile('getting a Temporal server: the SDK’s download (usually 10 seconds)', () =>
        inNewFolder(folder, async (made) => {
          const script = fileURLToPath(new URL('./download-temporal.mjs', import.meta.url))
          const result = await runQuietly(node, [script, made], { timeoutMs: DOWNLOAD_LIMIT_MS })
          const [file] = await readdir(made)
          if (result.exitCode !== 0 || file === undefined)
            throw new Error('the download did not work')
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
            if (result.exitCode !== 0) throw new Error(`building with Go failed:\n${result.output}`)
            return keep(join(made, 'temporal'), kept)
          }),
      )
    },
  }
}

/**
 * The version of the server inside a Temporal CLI; null when the program does not run.
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
 * Gives the work a folder of its own beside where its result is kept, and removes it afterwards.
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
 * Moves a program that works to its final place in one step, so that a set-up that is killed leaves nothing half done.
 * @param {string} made
 * @param {string} kept
 */
async function keep(made, kept) {
  await chmod(made, 0o755)
  const version = await serverVersion(made)
  if (version === null || !isNewEnough(version))
    throw new Error(`what came is no usable Temporal server: ${version}`)
  await rename(made, kept)
  return kept
}
