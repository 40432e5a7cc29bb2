/**
 * Combines the deadlines and the caller's cancellation of one HTTP call in a single signal, and remembers what ended
 * the call.
 */
import { SOFT_STOP_GRACE_MS, SoftStop } from './soft-stop.ts'
import { TransportFailure } from './transport-failure.ts'

export interface HttpTimeouts {
  /** Milliseconds for DNS, TCP and TLS together. */
  readonly connectMs: number
  /** Milliseconds from the start of the call to the response headers, including the upload. */
  readonly responseMs: number
  /** Milliseconds without a byte of the body while a reader waits for it. */
  readonly idleMs: number
  /** Milliseconds for the whole call, including the time that the reader of the body takes. */
  readonly totalMs: number
}

export interface CallWatch {
  readonly signal: AbortSignal
  /** Ends the call with `code` unless `done` is called within `ms`. Only one wait at a time. */
  wait(code: string, ms: number): void
  done(): void
  /** Ends the watch: stops all timers and removes the listener from the caller's signal. */
  close(): void
  /** Why the watch ended the call: the caller's own reason, or a deadline's TransportFailure; null if it did not. */
  reason(): { readonly cause: unknown } | null
}

/** Not AbortSignal.any: a long-lived signal would keep references to every call made under it. */
export function watchCall(callerSignal: AbortSignal, totalMs: number): CallWatch {
  const controller = new AbortController()
  let lastCall: NodeJS.Timeout | undefined
  let isCut = false
  const cut = () => {
    isCut = true
    controller.abort(callerSignal.reason)
  }
  const cancel = () => {
    if (callerSignal.reason instanceof SoftStop) lastCall = setTimeout(cut, SOFT_STOP_GRACE_MS)
    else cut()
  }
  const expire = (code: string) => {
    controller.abort(new TransportFailure(code))
  }
  callerSignal.addEventListener('abort', cancel)
  const total = setTimeout(expire, totalMs, 'TOTAL_TIMEOUT')
  let current: NodeJS.Timeout | undefined

  return {
    signal: controller.signal,
    wait(code, ms) {
      current = setTimeout(expire, ms, code)
    },
    done() {
      clearTimeout(current)
    },
    close() {
      clearTimeout(current)
      clearTimeout(total)
      clearTimeout(lastCall)
      callerSignal.removeEventListener('abort', cancel)
    },
    reason() {
      if (isCut) return { cause: callerSignal.reason as unknown }
      return controller.signal.aborted ? { cause: controller.signal.reason as unknown } : null
    },
  }
}
