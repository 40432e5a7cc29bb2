/** `npm run rewrap-keys`: after a new key was put in front of ENCRYPTION_KEYS, so that the old one can go. Wiring only. */
import { runCommand, say } from './command-line.ts'
import { rewrapStoredKeys } from './rewrap-stored-keys.ts'

const USAGE = `Usage: npm run rewrap-keys
  Wraps the data key of every account anew by the first key of ENCRYPTION_KEYS. Exit status 0: the others can go.
  On PostgreSQL the service may run meanwhile, with the same ENCRYPTION_KEYS; with the embedded store it must be stopped.
  --help   print this`

runCommand({ usage: USAGE, flags: [] }, () => rewrapStoredKeys(process.env, say))
