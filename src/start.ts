/** `npm start`: the whole service as one process tree. */
import { dataDirOf, parseConfig } from './config/config.ts'
import { lockDataDir } from './embedded/data-dir-lock.ts'
import { createLogger } from './observability/logger.ts'
import { runCommand, say } from './processes/command-line.ts'
import { startProcessTree, untilEnded } from './processes/process-tree.ts'
import { installTemporalRuntime } from './temporal/runtime.ts'

const USAGE = `Usage: npm start    the service, with the settings of .env.example
  To try it without any settings: npm run demo`

runCommand({ usage: USAGE, flags: [] }, async () => {
  const lock = lockDataDir(dataDirOf(process.env, 'start'))
  try {
    const config = parseConfig(process.env, { mode: 'start' })
    const logger = createLogger({ pretty: process.stdout.isTTY })
    installTemporalRuntime(logger)
    const tree = await startProcessTree({ config, logger, say })
    try {
      say(`Serving on ${tree.webUrl}`)
      return await untilEnded(tree, say)
    } finally {
      say('Ending')
      await tree.close()
    }
  } finally {
    lock.release()
  }
})
