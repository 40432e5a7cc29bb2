/** `npm run demo`: runs the whole service on this machine, with stand-ins for both vendors, and prints the result. */
import { dataDirOf, parseConfig } from '../src/config/config.ts'
import { lockDataDir } from '../src/embedded/data-dir-lock.ts'
import { createLogger } from '../src/observability/logger.ts'
import { runCommand, say } from '../src/processes/command-line.ts'
import { untilEnded } from '../src/processes/process-tree.ts'
import { installTemporalRuntime } from '../src/temporal/runtime.ts'
import { withThrowAwaySecrets } from './demo-secrets.ts'
import { type DemoTree, startDemoTree } from './demo-tree.ts'
import { inviteToTry, runDemo } from './run-demo.ts'

const USAGE = `Usage: npm run demo [-- --once] [--fresh]
  --once   end after the first sync: exit status 0 if every ledger adds up, else 1
  --fresh  delete what an earlier demo left in DATA_DIR
  --help   print this`

const FLAGS = ['once', 'fresh'] as const

async function run(given: ReadonlySet<(typeof FLAGS)[number]>): Promise<number> {
  const dataDir = dataDirOf(process.env, 'demo')
  const lock = lockDataDir(dataDir)
  try {
    if (given.has('fresh')) {
      parseConfig(withThrowAwaySecrets(process.env), { mode: 'demo' })
      await lock.clear()
    }
    // The demo prints its own progress.
    const logger = createLogger({ pretty: process.stdout.isTTY })
    logger.level = 'error'
    installTemporalRuntime(logger)
    const demo = await startDemoTree({ env: process.env, dataDir, logger, say })
    try {
      return await show(demo, given.has('once'))
    } finally {
      say('Ending')
      await demo.close()
    }
  } finally {
    lock.release()
  }
}

async function show(demo: DemoTree, isOnce: boolean): Promise<number> {
  const { tree, sandbox, web } = demo
  const { good, unlinked } = await runDemo(demo)
  if (isOnce) return good ? 0 : 1
  const temporalUi = tree.temporalUiUrl ?? 'the web UI of your Temporal server'
  const lines = [
    '',
    'The demo keeps running: people continue to register and attend, and Schedules start a sync every six hours.',
    '',
    `  Lists, in the sandbox Act-On   ${sandbox.actOn.viewUrl}`,
    `  Runs, in the Temporal UI       ${temporalUi}`,
    `  Accounts, for operators        ${tree.webUrl}/`,
    `  Health and metrics             ${tree.webUrl}/readyz   ${tree.webUrl}/metrics`,
    `  Operator token                 ${web.operatorToken}`,
    '',
    'Operate it from another terminal, for example:',
    '',
    `  export ON24_ACT_ON_URL=${tree.webUrl} ON24_ACT_ON_TOKEN=${web.operatorToken}`,
    '  npx on24-act-on accounts list',
    ...linesToPlay(sandbox),
  ]
  if (unlinked !== null) {
    lines.push(
      '',
      `Link one more account yourself, as a customer would: ${unlinked.name}`,
      '',
      `  The page                       ${await inviteToTry(demo, unlinked)}`,
      `  User name                      ${unlinked.actOn.userName}`,
      `  Password                       ${unlinked.actOn.password}`,
    )
  }
  lines.push(
    '',
    'To sync sooner, open an account and press Sync now. Ctrl-C ends the demo; the next start continues it.',
  )
  lines.forEach(say)
  return untilEnded(tree, say)
}

/** Verify, repair and explain have something to tell only after someone has changed a list in Act-On. */
function linesToPlay({ world }: DemoTree['sandbox']): string[] {
  const [account] = world.accounts
  if (account === undefined) return []
  const { on24ClientId, name } = account
  const commands = [
    [`verify ${on24ClientId} --wait`, 'counts what you changed, and writes nothing'],
    [`verify ${on24ClientId} --repair --wait`, 'mends it'],
    [`explain ${on24ClientId}`, 'tells what happened to a person, by registrant id or address'],
  ] as const
  const width = Math.max(...commands.map(([command]) => command.length))
  return [
    '',
    `Play a user of Act-On: in a list of ${name}, open a record and change or delete it. Then:`,
    '',
    ...commands.map(([command, does]) => `  npx on24-act-on ${command.padEnd(width)}   ${does}`),
  ]
}

runCommand({ usage: USAGE, flags: FLAGS }, run)
