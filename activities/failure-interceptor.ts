/** Turns any error of an activity into a failure that Temporal may show. */
import { type Context, log } from '@temporalio/activity'
import { CancelledFailure } from '@temporalio/common'
import type {
  ActivityExecuteInput,
  ActivityInboundCallsInterceptor,
  ActivityInterceptors,
  Next,
} from '@temporalio/worker'
import { errorFacts } from '../src/observability/error-facts.ts'
import { toFailure } from './failure.ts'
import { triedDetails, withinLongestTrying } from './longest-trying.ts'

export function failureInterceptor(context: Context): ActivityInterceptors {
  return { inbound: new FailureInterceptor(context) }
}

class FailureInterceptor implements ActivityInboundCallsInterceptor {
  readonly #context: Context

  constructor(context: Context) {
    this.#context = context
  }

  async execute(
    input: ActivityExecuteInput,
    next: Next<ActivityInboundCallsInterceptor, 'execute'>,
  ): Promise<unknown> {
    const { cancellationSignal, info } = this.#context
    try {
      return await next(input)
    } catch (error) {
      // A call that a cancellation cut short throws the signal's reason, or an AbortError that wraps it.
      if (cancellationSignal.aborted) {
        throw cancellationSignal.reason instanceof Error
          ? cancellationSignal.reason
          : new CancelledFailure('The activity was cancelled')
      }
      const isLimited = info.heartbeatTimeoutMs !== undefined
      if (isLimited) this.#context.heartbeat(triedDetails(info))
      const plain = toFailure(error, info.attempt)
      const failure = isLimited ? withinLongestTrying(plain, info) : plain
      const { places } = errorFacts(error)
      log.debug('Activity attempt failed', { reason: failure.message, places })
      throw failure
    }
  }
}
