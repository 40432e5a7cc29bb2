/** `npm run demo:rewrap-keys`: like `npm run rewrap-keys`, with the keys that the demo stored in DATA_DIR. */
import { dataDirOf } from '../src/config/config.ts'
import { runCommand, say } from '../src/processes/command-line.ts'
import { assertStoreExists, rewrapStoredKeys } from '../src/processes/rewrap-stored-keys.ts'
import { withDemoSecrets } from './demo-secrets.ts'

const USAGE = `Usage: npm run demo:rewrap-keys
  Wraps the data key of every account of the demo again with the first of its keys. The demo must be stopped.
  --help   print this`

runCommand({ usage: USAGE, flags: [] }, async () => {
  const dataDir = dataDirOf(process.env, 'demo')
  assertStoreExists(dataDir)
  const env = { ...(await withDemoSecrets(process.env, dataDir)), DATA_DIR: dataDir }
  return rewrapStoredKeys(env, say)
})
