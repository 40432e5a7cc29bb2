/** Retries while the database is down, for data that an error would lose: a restart takes seconds. */
import pRetry from 'p-retry'

/** Well within a lease's time to live, because leases are not renewed while the database is down. */
const LONGEST_MS = 10_000

/**
 * Runs `work` until it succeeds. It may run again after it has taken effect, because the connection can be lost after
 * the commit. Rethrows a lost connection after 10 seconds, any other error at once.
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

/** PostgreSQL's class 08 and its shutdowns, and network errors. Some errors of node-postgres have no code. */
function isConnectionLost(error: Error): boolean {
  if (!('code' in error))
    return /^(Connection terminated|Client has encountered)/.test(error.message)
  return /^(08...|57P0[123]|ECONN(REFUSED|RESET)|EPIPE|ETIMEDOUT)$/.test(String(error.code))
}
