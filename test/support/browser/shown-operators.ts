/** Who asks customers, on the pages that tests look at. */
import type { Operator } from '../../../src/web/link/pages/operator-words.ts'

/** As without settings. */
export const NO_OPERATOR: Operator = { name: null, logoUrl: null, contact: null, privacyUrl: null }

export const OPERATOR: Operator = {
  name: 'Brightwater Events',
  logoUrl: '/link/assets/icon.svg',
  contact: 'mailto:help@brightwater.example',
  privacyUrl: 'https://brightwater.example/privacy',
}
