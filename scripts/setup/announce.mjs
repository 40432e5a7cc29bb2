// How the set-up speaks: on standard error, so that a command's own output stays clean.

const HEARTBEAT_MS = 20_000

/** Something that a person has to put right; its message says what. */
export class SetupError extends Error {}

/** @param {string} line */
export function announce(line) {
  console.error(`set-up: ${line}`)
}

/**
 * Announces a step that takes long, and that it is still going on, every 20 seconds.
 * @template T
 * @param {string} line
 * @param {() => Promise<T>} step
 * @returns {Promise<T>}
 */
export async function announceWhile(line, step) {
  announce(line)
  const startedAt = Date.now()
  const heartbeat = setInterval(() => {
    announce(`… still at it after ${Math.round((Date.now() - startedAt) / 1000)} s`)
  }, HEARTBEAT_MS)
  try {
    return await step()
  } finally {
    clearInterval(heartbeat)
  }
}
