/**
 * Ends work when its account is paused. A running activity notices the pause itself and returns its progress; one that
 * waits for a retry cannot, so the signal `pauseWork` cancels it.
 */
import { CancellationScope, isCancellation, setHandler } from '@temporalio/workflow'
import { pauseWork } from './messages.ts'

/**
 * Returns null if the account was paused: by the signal, or because `work` calls `pause`. It may be called again after
 * a resume. A cancellation of the workflow itself is thrown as usual.
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
    // Paused and cancelled at once: the cancellation counts, because the work must not continue after a resume.
    if (CancellationScope.current().consideredCancelled) throw error
    return null
  }
}
