/** How long something of a vendor takes. */
import type { Random } from './random.ts'

/** Milliseconds: always the same, or random between two bounds, both included. */
export type Span = number | readonly [least: number, most: number]

/** Whole milliseconds if the span is random. */
export function drawMs(span: Span, random: Random): number {
  return typeof span === 'number' ? span : random.int(...span)
}
