/** Activities without Temporal: called until they answer or fail for good, without waiting. */
import { ApplicationFailure } from '@temporalio/common'
import { MockActivityEnvironment } from '@temporalio/testing'
import { Runtime } from '@temporalio/worker'
import { failureInterceptor } from '../../../activities/failure-interceptor.ts'

/** No test provokes so many failures; a retry without an end is a mistake. */
const MOST_ATTEMPTS = 40

/** Told of each failure after which Temporal would wait, and try again. */
export type OnRetry = (failure: ApplicationFailure) => void

export type Insist = <Input, Output>(
  activity: (input: Input) => Promise<Output>,
  input: Input,
  onRetry: OnRetry,
) => Promise<Output>

/** As Temporal does, which gives up after hours. */
export function insistUpTo(mostAttempts = MOST_ATTEMPTS): Insist {
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
