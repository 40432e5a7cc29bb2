// Installs the dependencies with `npm ci` if the installed ones differ from package-lock.json.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runQuietly } from './run-command.mjs'
import { announceWhile, SetupError } from './announce.mjs'

/**
 * @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }} LockedPackage
 * @typedef {{ packages: Record<string, LockedPackage> }} Lock
 */

/** @param {string} root the project's folder */
export async function provideDependencies(root) {
  const locked = await readLock(join(root, 'package-lock.json'))
  if (locked === null) throw new SetupError('package-lock.json is missing or broken: restore it.')
  // npm writes this file last, so an interrupted installation has none.
  const installed = await readLock(join(root, 'node_modules', '.package-lock.json'))
  const reason = whyInstall(locked, installed)
  if (reason === null) return

  const { exitCode, output } = await announceWhile(
    `${reason}: installing them with npm ci (usually half a minute to two minutes)`,
    () => runQuietly('npm', ['ci', '--include=dev', '--include=optional'], { cwd: root }),
  )
  if (exitCode !== 0) throw new SetupError(`npm ci failed:\n${output}`)
}

/**
 * Returns why the dependencies must be installed; null if they match the lock file. Packages for other platforms are
 * locked too, but never installed.
 * @param {Lock} locked
 * @param {Lock | null} installed
 * @returns {string | null}
 */
export function whyInstall(locked, installed) {
  if (installed === null) return 'the dependencies are not installed'
  const differs = Object.entries(locked.packages).some(([path, { version, optional }]) => {
    if (path === '') return false
    const found = installed.packages[path]
    return found === undefined ? !optional : found.version !== version
  })
  return differs ? 'the dependencies differ from package-lock.json' : null
}

/**
 * @param {string} file
 * @returns {Promise<Lock | null>}
 */
async function readLock(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch {
    return null
  }
}
