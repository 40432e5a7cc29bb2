/**
 * The deadlines and the caller's cancellation of one HTTP call behind a single signal, which remembers
 * what ended the call.
 */
import { LONGEST_LAST_CALL_MS, SoftStop } from './soft-stop.ts'
import { TransportFailure } from './transport-failure.ts'

export interface HttpTimeouts {
  /** Milliseconds for name look-up, TCP and TLS together. */
  readonly connectMs: number
  /** Milliseconds from the start until the response's headers, the upload included. */
  readonly responseMs: number
  /** Milliseconds without a byte of the body while somebody waits for it. */
  readonly idleMs: number
  /** Milliseconds for the whole call, including the time a reader of the body takes over it. */
  readonly totalMs: number
}

export interface CallWatch {
  readonly signal: AbortSignal
  /** Ends the call with `code` unless `done` is called within `ms`. One such wait at a time. */
  wait(code: string, ms: number): void
  done(): void
  /** The call is over: stops all timers and lets go of the caller's signal. */
  close(): void
  /** Why the call was ended from here: the caller's own reason, or a TransportFailure of a deadline; else null. */
  reason(): { readonly cause: unknown } | null
}

/** Not AbortSignal.any: a signal that lives long would keep something of every call made under it. */
export function watchCall(callerSignal: AbortSignal, totalMs: number): CallWatch {
  const controller = new AbortController()
  let lastCall: NodeJS.Timeout | undefined
  let isCut = false
  const cut = () => {
    isCut = true
    controller.abort(callerSignal.reason)
  }
  const cancel = () => {
    if (callerSignal.reason instanceof SoftStop) lastCall = setTimeout(cut, LONGEST_LAST_CALL_MS)
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
