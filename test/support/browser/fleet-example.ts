/** Example data for the line about all accounts, at the `NOW` of the other examples. */
import type { Fleet } from '../../../src/api/fleet.ts'

export const FLEET: Fleet = {
  slot: '2026-05-01T06:00:00.000Z',
  runs: {
    ...{ complete: 4980, rejections: 3, incomplete: 2, paused: 1, waitingForQuota: 2 },
    ...{ needsRelink: 4, failed: 1, running: 2, notBegun: 5 },
  },
  longestWithoutSuccess: {
    on24ClientId: '22950',
    name: 'Rechtsschutzversicherungsgesellschaften',
    since: '2026-04-30T21:00:00.000Z',
  },
  pendingRows: { rows: 100_000, isMore: true, countedAt: '2026-05-01T09:29:56.000Z' },
}
