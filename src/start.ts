/** `npm run demo` and `npm start`: the whole service as one process tree. Wiring and what is printed, no more. */
import { askedToEnd, runCommand, say, WrongUse } from './command-line.ts'
import { dataDirOf, parseConfig } from './config.ts'
import { demoOf, inviteToTry, runDemo } from './demo/run-demo.ts'
import { lockDataDir } from './embedded/data-dir-lock.ts'
import { withPassingSecrets } from './embedded/demo-secrets.ts'
import { createLogger } from './observability/logger.ts'
import { type ProcessTree, startProcessTree } from './process-tree.ts'
import { installTemporalRuntime } from './temporal/runtime.ts'

const USAGE = `Usage: npm run demo [-- --once] [--fresh]     everything on this machine, with stand-ins for both vendors
       npm start                              the service, with the settings of .env.example
  --once   end after the first sync: exit status 0 when every ledger adds up, else 1
  --fresh  forget what an earlier demo left in DATA_DIR
  --help   print this`

const FLAGS = ['demo', 'once', 'fresh'] as const

async function run(given: ReadonlySet<(typeof FLAGS)[number]>): Promise<number> {
  const isDemo = given.has('demo')
  if (given.has('fresh') && !isDemo) {
    throw new WrongUse(
      '--fresh is for the demo alone: what a service has stored is not thrown away.',
    )
  }
  const dataDir = dataDirOf(process.env, isDemo ? 'demo' : 'start')
  const lock = lockDataDir(dataDir)
  try {
    if (given.has('fresh')) {
      parseConfig(withPassingSecrets(process.env), { mode: 'demo' })
      await lock.clear()
    }
    const logger = createLogger({ pretty: process.stdout.isTTY })
    // The demo speaks for itself.
    logger.level = isDemo ? 'error' : 'info'
    installTemporalRuntime(logger)
    const tree = await startProcessTree({
      env: process.env,
      mode: isDemo ? 'demo' : 'start',
      dataDir,
      logger,
      say,
    })
    try {
      return isDemo ? await demo(tree, given.has('once')) : await serve(tree)
    } finally {
      say('Ending')
      await tree.close()
    }
  } finally {
    lock.release()
  }
}

async function demo(tree: ProcessTree, isOnce: boolean): Promise<number> {
  const parts = demoOf(tree, say)
  const { good, unlinked } = await runDemo(parts)
  if (isOnce) return good ? 0 : 1
  say('')
  say(
    'It stays up: people go on registering and attending, and every six hours the Schedules sync.',
  )
  say('')
  say(`  Lists, in the sandbox Act-On   ${parts.sandbox.actOn.viewUrl}`)
  say(
    `  Runs, in the Temporal UI       ${tree.temporalUiUrl ?? 'where your Temporal server has it'}`,
  )
  say(`  Accounts, for operators        ${tree.webUrl}/`)
  say(`  Health and metrics             ${tree.webUrl}/readyz   ${tree.webUrl}/metrics`)
  say(`  Operator token                 ${parts.web.operatorToken}`)
  say('')
  say('Operate it from another terminal, for example with the command "accounts list":')
  say('')
  say(
    `  ON24_ACT_ON_URL=${tree.webUrl} ON24_ACT_ON_TOKEN=${parts.web.operatorToken} npm run cli -- accounts list`,
  )
  if (unlinked !== null) {
    say('')
    say(`Link one more account yourself, as a customer does: ${unlinked.name}`)
    say('')
    say(`  The page                       ${await inviteToTry(parts, unlinked)}`)
    say(`  User name                      ${unlinked.actOn.userName}`)
    say(`  Password                       ${unlinked.actOn.password}`)
  }
  say('')
  say(
    'To sync sooner, open an account and press Sync now. Ctrl-C ends; the next start goes on here.',
  )
  return serve(tree)
}

/** Stays up until it is asked to end, or until a part ends that everything needs. */
async function serve(tree: ProcessTree): Promise<number> {
  if (tree.sandbox === null) say(`Serving on ${tree.webUrl}`)
  const ended = await Promise.race([askedToEnd().then(() => null), tree.ended])
  if (ended === null) return 0
  say(ended)
  return 1
}

runCommand({ usage: USAGE, flags: FLAGS }, run)
