/** Reconciles again and again while the service runs. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../observability/logger.ts'
import type { ClosingParts } from './close-account.ts'
import { reconcileWhatIsDue } from './reconcile.ts'

export interface Reconciling {
  /** Resolves when nothing is being mended any more. */
  stop(): Promise<void>
}

export function keepReconciled(
  parts: ClosingParts & { readonly logger: Logger },
  everyMs: number,
): Reconciling {
  const stopping = new AbortController()
  const { signal } = stopping
  const loop = async () => {
    while (!signal.aborted) {
      await sleep(everyMs, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return
      await reconcileWhatIsDue(parts, signal).catch((error: unknown) => {
        const kind = error instanceof Error ? error.name : typeof error
        parts.logger.warn({ kind }, 'The store could not be asked what is to be mended')
      })
    }
  }
  const ended = loop()
  return {
    async stop() {
      stopping.abort()
      await ended
    },
  }
}
