// Finds the Node.js that the service runs on. It is a dependency itself, so any Node 20 or later can start the set-up.
import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { runQuietly } from './run-command.mjs'
import { SetupError } from './announce.mjs'

const MAJOR = 24

/**
 * The path of a Node 24 program: the installed one, else the running one if it is new enough.
 * @param {string} root the project's folder
 * @returns {Promise<string>}
 */
export async function provideNode(root) {
  const installed = join(root, 'node_modules', '.bin', 'node')
  if (isRunning(installed) || (await majorOf(installed)) === MAJOR) return installed
  if (Number.parseInt(process.versions.node, 10) >= MAJOR) return process.execPath
  throw new SetupError(
    `Node ${MAJOR} is needed, and the npm package "node" did not provide it (are install scripts switched off?). ` +
      `Run "npm rebuild node", or install Node ${MAJOR} yourself.`,
  )
}

/** @param {string} program */
function isRunning(program) {
  try {
    return realpathSync(program) === realpathSync(process.execPath)
  } catch {
    return false
  }
}

/** @param {string} program */
async function majorOf(program) {
  const { exitCode, output } = await runQuietly(program, ['--version'])
  return exitCode === 0 ? Number.parseInt(output.slice(1), 10) : null
}
