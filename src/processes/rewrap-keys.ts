/** `npm run rewrap-keys`: run it after putting a new key in front of ENCRYPTION_KEYS; then the old key can go. */
import { runCommand, say } from './command-line.ts'
import { rewrapStoredKeys } from './rewrap-stored-keys.ts'

const USAGE = `Usage: npm run rewrap-keys
  Rewraps the data key of every account with the first key of ENCRYPTION_KEYS. Exit status 0: remove the other keys.
  On PostgreSQL the service may keep running, with the same ENCRYPTION_KEYS; with the embedded store it must be stopped.
  --help   print this`

runCommand({ usage: USAGE, flags: [] }, () => rewrapStoredKeys(process.env, say))
