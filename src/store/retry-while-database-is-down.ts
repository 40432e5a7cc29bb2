/** Tries again while the database is away, for what would be lost by an error: a restart takes seconds. */
import pRetry from 'p-retry'

/** Well within a lease's time to live, which goes on meanwhile without being renewed. */
const LONGEST_MS = 10_000

/**
 * Runs `work` until it is done. It may run more than once even where it had an effect: a connection can be lost
 * after the commit. An error that is no lost connection is thrown at once, a lost one after 10 seconds.
 */
export async function retryWhileDatabaseIsDown<T>(work: () => Promise<T>): Promise<T> {
  return pRetry(work, {
    retries: Infinity,
    minTimeout: 100,
    maxTimeout: 1000,
    maxRetryTime: LONGEST_MS,
    shouldRetry: ({ error }) => isConnectionLost(error),
  })
}

/** PostgreSQL's class 08 and its shutdowns, and the network's own; node-postgres gives some of its no code. */
function isConnectionLost(error: Error): boolean {
  if (!('code' in error))
    return /^(Connection terminated|Client has encountered)/.test(error.message)
  return /^(08...|57P0[123]|ECONN(REFUSED|RESET)|EPIPE|ETIMEDOUT)$/.test(String(error.code))
}
