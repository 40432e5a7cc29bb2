// Installs what a command needs, then runs the command on Node 24 with the project's programs and the Temporal server
// on PATH. Plain JavaScript for Node 20 or later, because it runs before anything is installed.
// Usage: node scripts/with-setup.mjs [--temporal] <command> [argument…]
//   --temporal   also provides a Temporal server program, unless TEMPORAL_ADDRESS names an external server
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { provideDependencies } from './setup/dependencies.mjs'
import { provideNode } from './setup/node-runtime.mjs'
import { runCommand } from './setup/run-command.mjs'
import { announce, SetupError } from './setup/announce.mjs'
import { provideTemporal } from './setup/temporal-server.mjs'
import { temporalSources } from './setup/temporal-sources.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** @param {string[]} args */
async function main(args) {
  const wantsTemporal = args[0] === '--temporal'
  if (wantsTemporal) args.shift()
  const [command, ...rest] = args
  if (command === undefined) throw new SetupError('with-setup: no command given')

  await provideDependencies(root)
  const node = await provideNode(root)
  const path = [dirname(node), join(root, 'node_modules', '.bin')]
  if (wantsTemporal && !process.env['TEMPORAL_ADDRESS']) {
    path.unshift(dirname(await provideTemporal(temporalSources(node), announce)))
  }
  return runCommand(command, rest, path)
}

main(process.argv.slice(2)).then(
  (exitCode) => {
    process.exitCode = exitCode
  },
  (/** @type {unknown} */ error) => {
    // A SetupError tells the user what to do; any other error is our mistake and needs its stack.
    console.error(error instanceof SetupError ? `\n${error.message}` : error)
    process.exitCode = 1
  },
)
