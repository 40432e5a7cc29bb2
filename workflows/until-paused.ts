/**
 * Work that ends when its account is paused. An activity at work sees the pause for itself and answers with its
 * progress; one that waits to be tried again hears nothing, so the signal `pauseWork` cancels it.
 */
import { CancellationScope, isCancellation, setHandler } from '@temporalio/workflow'
import { pauseWork } from './messages.ts'

/**
 * Returns null when the account was paused: by the signal, or because `work` says so. It may be called again
 * after a resume. A cancellation of the workflow itself is thrown, as ever.
 */
export async function untilPaused<T>(work: (pause: () => void) => Promise<T>): Promise<T | null> {
  const scope = new CancellationScope()
  let isPaused = false
  const pause = () => {
    isPaused = true
    scope.cancel()
  }
  setHandler(pauseWork, pause)
  try {
    return await scope.run(() => work(pause))
  } catch (error) {
    if (!(isPaused && isCancellation(error))) throw error
    // Both at once: then nobody wants it to go on after a resume.
    if (CancellationScope.current().consideredCancelled) throw error
    return null
  }
}
