/** For tests that use a part of the service without its store: every account has the same name. */
import type { Naming } from '../../../src/temporal/naming.ts'

const pageUrl = (on24ClientId: string) => `https://sync.example.com/accounts/${on24ClientId}`

export const TEST_NAMING: Naming = {
  pageUrl,
  of: (on24ClientId) =>
    Promise.resolve({ on24ClientId, name: 'Brightwater', pageUrl: pageUrl(on24ClientId) }),
}
