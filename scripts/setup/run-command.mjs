// Starts programs: quietly for the set-up's own steps, and in the foreground for the user's command.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where Node keeps compiled code, so that a second start is faster. `npm ci` empties it. */
const COMPILE_CACHE = fileURLToPath(new URL('../../node_modules/.cache/node', import.meta.url))

/**
 * The environment without the service's own settings: the set-up runs package managers and install scripts of packages,
 * and none of them needs a key.
 * @param {NodeJS.ProcessEnv} env
 */
function withoutSettings(env) {
  const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')
  const settings = new Set(
    [...example.matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name),
  )
  return Object.fromEntries(Object.entries(env).filter(([name]) => !settings.has(name)))
}

/**
 * Runs a program without showing its output. Never throws: the exit code of a missing program is 127.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, cwd?: string, timeoutMs?: number }} [options]
 * @returns {Promise<{ exitCode: number, output: string }>}
 */
export function runQuietly(command, args, { env = {}, cwd, timeoutMs } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...withoutSettings(process.env), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    })
    let output = ''
    const keep = (/** @type {Buffer} */ chunk) => (output += chunk.toString())
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', (error) => resolve({ exitCode: 127, output: error.message }))
    child.on('close', (code) => resolve({ exitCode: code ?? 1, output: output.trim() }))
  })
}

/**
 * Runs a command in the foreground, with `folders` before PATH, and resolves with its exit code.
 * @param {string} command
 * @param {string[]} args
 * @param {string[]} folders
 * @returns {Promise<number>}
 */
export function runCommand(command, args, folders) {
  const path = [...new Set(folders), process.env['PATH']].join(delimiter)
  const child = spawn(command, args, {
    stdio: 'inherit',
    env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...process.env, PATH: path },
  })
  // A Ctrl-C in a terminal reaches the command directly, and it treats a second SIGINT as a request to end at once.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  process.on('SIGHUP', () => child.kill('SIGHUP'))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) =>
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    )
  })
}
