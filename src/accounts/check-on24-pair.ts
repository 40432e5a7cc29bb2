/** Tries a token pair of ON24 before anything is stored, and finds out whether it belongs to the other region. */
import { On24CredentialsRefused, On24QuotaReached } from '../on24/errors.ts'
import type { On24Region } from '../on24/region-hosts.ts'
import type { On24Credentials } from '../on24/request.ts'
import type { Vendors } from '../vendors/vendors.ts'

export interface PairToCheck extends On24Credentials {
  readonly on24ClientId: string
  readonly region: On24Region
}

/** The pair is refused where it was said to work, and works in the other region. */
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
 * One call, `GET /client/{clientId}`; one more to the other region when the pair is unknown in the given one.
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
  // Whoever tries a pair looks on: they are told how long to wait, and do not wait for the quota.
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
      // Whatever the other region says, it is not where the pair was said to work.
      throw refusal
    })
    throw new OtherOn24Region(other)
  }
}
