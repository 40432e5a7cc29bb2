/** ON24's two deployments. A token works only on its own. */
export const ON24_ORIGINS = {
  na: 'https://api.on24.com',
  eu: 'https://api.eu.on24.com',
} as const
