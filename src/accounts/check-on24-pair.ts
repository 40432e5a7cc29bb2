/** Tries an ON24 token pair before anything is stored, and detects a pair of the other region. */
import { On24CredentialsRefused, On24QuotaReached } from '../on24/errors.ts'
import type { On24Region } from '../on24/region-hosts.ts'
import type { On24Credentials } from '../on24/request.ts'
import type { Vendors } from '../vendors/vendors.ts'

export interface PairToCheck extends On24Credentials {
  readonly on24ClientId: string
  readonly region: On24Region
}

/** ON24 refuses the pair in the given region and accepts it in the other one. */
export class OtherOn24Region extends Error {
  override readonly name = 'OtherOn24Region'
  readonly region: On24Region

  constructor(region: On24Region) {
    super(`The ON24 token pair works in region ${region}.`)
    this.region = region
  }
}

const TRIAL = { endpoint: 'client', vendorWords: null } as const

/**
 * Makes one call, `GET /client/{clientId}`, and another one to the other region if the pair is unknown in this one.
 * Throws OtherOn24Region and the errors of the ON24 client.
 */
export async function checkOn24Pair(
  vendors: Vendors,
  { on24ClientId, region, accessTokenKey, accessTokenSecret }: PairToCheck,
  signal: AbortSignal,
): Promise<void> {
  const tryIn = (there: On24Region) =>
    vendors
      .on24With({ on24ClientId, region: there }, { accessTokenKey, accessTokenSecret })
      .checkToken({ signal })
  // The operator is waiting for the answer: report how long the quota hold lasts instead of waiting for its end.
  const holdMs = await vendors.on24HoldLeft(on24ClientId)
  if (holdMs > 0) throw new On24QuotaReached({ ...TRIAL, status: 429 }, holdMs)
  try {
    await tryIn(region)
  } catch (refusal) {
    const other = region === 'na' ? 'eu' : 'na'
    const isUnknown = refusal instanceof On24CredentialsRefused && !refusal.isDeactivated
    const { on24Origins } = vendors
    if (!isUnknown || on24Origins[other] === on24Origins[region]) throw refusal
    await tryIn(other).catch(() => {
      // The given region's refusal matters, whatever the other region answers.
      throw refusal
    })
    throw new OtherOn24Region(other)
  }
}
