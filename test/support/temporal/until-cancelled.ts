import { Context } from '@temporalio/activity'

/** The work of a stub activity that ends only by its cancellation, which it receives only through its heartbeats. */
export async function untilCancelled(): Promise<never> {
  const context = Context.current()
  const beat = setInterval(() => {
    context.heartbeat()
  }, 200)
  return context.cancelled.finally(() => {
    clearInterval(beat)
  })
}
