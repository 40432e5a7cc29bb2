/** How long the calls of six-hourly runs waited for the vendors' limits, from the service's own metric. */
import type { Registry } from '@prometheus-io/client'

const VENDORS = ['on24', 'actOn'] as const
type Vendor = (typeof VENDORS)[number]

/** With a concurrent backfill, calls may wait at most this factor longer. */
const MOST_TIMES = 1.5

export type Waits = Readonly<Record<Vendor, { readonly calls: number; readonly seconds: number }>>

export async function waitsSoFar(registry: Registry): Promise<Waits> {
  const shown = await registry.metrics()
  const valueOf = (what: 'sum' | 'count', vendor: Vendor) => {
    const name = `on24_act_on_pace_wait_seconds_${what}{vendor="${vendor}",share="sync"} `
    const line = shown.split('\n').find((one) => one.startsWith(name))
    return Number(line?.slice(name.length) ?? 0)
  }
  const ofVendor = (vendor: Vendor) => ({
    calls: valueOf('count', vendor),
    seconds: valueOf('sum', vendor),
  })
  return { on24: ofVendor('on24'), actOn: ofVendor('actOn') }
}

export function waitsSince(before: Waits, after: Waits): Waits {
  const ofVendor = (vendor: Vendor) => ({
    calls: after[vendor].calls - before[vendor].calls,
    seconds: after[vendor].seconds - before[vendor].seconds,
  })
  return { on24: ofVendor('on24'), actOn: ofVendor('actOn') }
}

/** The median of the runs' mean waits, without a backfill and with it, for each vendor. */
export function judged(
  without: readonly Waits[],
  withBackfill: readonly Waits[],
): { readonly table: string[]; readonly exceeded: string[] } {
  const table = ['vendor   run  calls  without  calls     with  times']
  const exceeded: string[] = []
  const line = (vendor: Vendor, run: string, alone: MeanWait, beside: MeanWait) =>
    [
      vendor.padEnd(7),
      run.padStart(4),
      String(alone.calls).padStart(6),
      `${alone.ms.toFixed(0)} ms`.padStart(8),
      String(beside.calls).padStart(6),
      `${beside.ms.toFixed(0)} ms`.padStart(8),
      (beside.ms / alone.ms).toFixed(2).padStart(6),
    ].join(' ')
  for (const vendor of VENDORS) {
    const alone = without.map((waits) => meanOf(waits[vendor]))
    const beside = withBackfill.map((waits) => meanOf(waits[vendor]))
    for (const [index, one] of alone.entries()) {
      table.push(line(vendor, String(index + 1), one, beside[index] ?? one))
    }
    const [middle, middleBeside] = [medianOf(alone), medianOf(beside)]
    table.push(line(vendor, 'mid', middle, middleBeside))
    const times = middleBeside.ms / middle.ms
    // Also for NaN: then nothing was measured.
    if (!(times <= MOST_TIMES)) {
      exceeded.push(`calls to ${vendor} wait ${times.toFixed(2)} times as long`)
    }
  }
  return { table, exceeded }
}

interface MeanWait {
  readonly calls: number
  readonly ms: number
}

function meanOf({ calls, seconds }: Waits[Vendor]): MeanWait {
  return { calls, ms: (seconds * 1000) / calls }
}

function medianOf(waits: readonly MeanWait[]): MeanWait {
  const sorted = waits.toSorted((a, b) => a.ms - b.ms)
  return sorted[Math.floor(sorted.length / 2)] ?? { calls: 0, ms: Number.NaN }
}
