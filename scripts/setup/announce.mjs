// Messages of the set-up. They go to standard error, so that the command's own output stays clean.

const HEARTBEAT_MS = 20_000

/** A problem that the user must fix; the message says how. */
export class SetupError extends Error {}

/** @param {string} line */
export function announce(line) {
  console.error(`set-up: ${line}`)
}

/**
 * Announces a slow step, and every 20 seconds that it is still running.
 * @template T
 * @param {string} line
 * @param {() => Promise<T>} step
 * @returns {Promise<T>}
 */
export async function announceWhile(line, step) {
  announce(line)
  const startedAt = Date.now()
  const heartbeat = setInterval(() => {
    announce(`… still running after ${Math.round((Date.now() - startedAt) / 1000)} s`)
  }, HEARTBEAT_MS)
  try {
    return await step()
  } finally {
    clearInterval(heartbeat)
  }
}
