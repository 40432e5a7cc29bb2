/** Calls activities without Temporal. It retries immediately, until they succeed or their failure is final. */
import { ApplicationFailure } from '@temporalio/common'
import { MockActivityEnvironment } from '@temporalio/testing'
import { Runtime } from '@temporalio/worker'
import { failureInterceptor } from '../../../activities/failure-interceptor.ts'

/** More attempts than any test needs, so that an endless retry fails the test. */
const MOST_ATTEMPTS = 40

/** Called for each failure that Temporal would retry after a wait. */
export type OnRetry = (failure: ApplicationFailure) => void

export type CallActivity = <Input, Output>(
  activity: (input: Input) => Promise<Output>,
  input: Input,
  onRetry: OnRetry,
) => Promise<Output>

/** Limits the number of attempts, whereas Temporal gives up after hours. */
export function retryUpTo(mostAttempts = MOST_ATTEMPTS): CallActivity {
  return async (activity, input, onRetry) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await attemptOnce(activity, input, attempt)
      } catch (error) {
        if (!(error instanceof ApplicationFailure) || error.nonRetryable) throw error
        if (attempt === mostAttempts) throw error
        onRetry(error)
      }
    }
  }
}

export function attemptOnce<Input, Output>(
  activity: (input: Input) => Promise<Output>,
  input: Input,
  attempt = 1,
): Promise<Output> {
  const environment = new MockActivityEnvironment(
    { attempt },
    { interceptors: [failureInterceptor], logger: Runtime.instance().logger },
  )
  return environment.run(activity, input)
}
