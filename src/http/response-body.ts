/** Reads response bodies within the deadlines of their call. */
import type { Readable } from 'node:stream'
import type { CallWatch } from './call-watch.ts'
import { resultOf, toTransportFailure, TransportFailure } from './transport-failure.ts'

/**
 * Yields the body as it arrives. The idle deadline runs only while the reader awaits the next chunk, so a slow reader
 * does no harm. `onEnd` is called once, with the failure's code if the body was cut off.
 */
export async function* readBody(
  stream: Readable,
  watch: CallWatch,
  idleMs: number,
  onEnd: (failure?: string) => void,
): AsyncGenerator<Buffer, void> {
  const stop = () => stream.destroy(new TransportFailure('ABORTED'))
  watch.signal.addEventListener('abort', stop)
  let failure: string | undefined
  try {
    watch.signal.throwIfAborted()
    watch.wait('IDLE_TIMEOUT', idleMs)
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      watch.done()
      yield chunk
      watch.wait('IDLE_TIMEOUT', idleMs)
    }
  } catch (thrown) {
    const ended = watch.reason()
    const reason = ended === null ? toTransportFailure(thrown) : ended.cause
    failure = resultOf(reason)
    throw reason
  } finally {
    watch.signal.removeEventListener('abort', stop)
    watch.close()
    onEnd(failure)
  }
}

/** The whole body as UTF-8 text, of at most `maxBytes`. */
export async function readText(
  body: AsyncGenerator<Buffer, void>,
  maxBytes: number,
): Promise<string> {
  const chunks: Buffer[] = []
  let byteCount = 0
  for await (const chunk of body) {
    byteCount += chunk.byteLength
    if (byteCount > maxBytes) throw new TransportFailure('RESPONSE_TOO_LARGE')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
