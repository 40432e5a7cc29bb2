/** ON24's two deployments. A token works only on the deployment that issued it. */
export type On24Region = 'na' | 'eu'

/** Origins without a path. */
export type On24Origins = Readonly<Record<On24Region, string>>

const VENDOR_ORIGINS: On24Origins = {
  na: 'https://api.on24.com',
  eu: 'https://api.eu.on24.com',
}

/** `baseUrl`, if set, replaces both. */
export function on24Origins(baseUrl: string | null): On24Origins {
  return baseUrl === null ? VENDOR_ORIGINS : { na: baseUrl, eu: baseUrl }
}
