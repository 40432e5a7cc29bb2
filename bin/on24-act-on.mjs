#!/usr/bin/env node
// Starts the command line, src/cli.ts, without npm. Plain JavaScript for Node 20 or later: an older Node than 24 cannot
// run TypeScript, and hands over to the Node 24 that is a dependency of the project.
import module from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const launcher = fileURLToPath(import.meta.url)
const root = dirname(dirname(launcher))

/** Resolves when the command is under way, or has ended in a process of its own. */
async function start() {
  if (Number.parseInt(process.versions.node, 10) >= 24) {
    // Compiled code is kept: without it each start would strip the types of all files again.
    module.enableCompileCache(
      process.env['NODE_COMPILE_CACHE'] ?? join(root, 'node_modules/.cache/node'),
    )
    await import('../src/cli.ts')
    return
  }
  const { runCommand } = await import('../scripts/setup/run-command.mjs')
  const node = join(root, 'node_modules', 'node', 'bin', 'node')
  process.exitCode = await runCommand(node, [launcher, ...process.argv.slice(2)], [])
}

start().catch((/** @type {unknown} */ error) => {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'ENOENT') throw error
  process.stderr.write(`The dependencies are not installed: run "npm ci" in ${root}.\n`)
  process.exitCode = 1
})
