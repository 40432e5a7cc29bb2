import { expect, test } from 'vitest'
import { killPlans } from '../../support/processes/kill-points.ts'
test('a service is never to be killed at a point that its first round does not reach', () => {
  for (let seed = 0; seed < 3000; seed += 1)
    for (const plan of killPlans(String(seed), 2, 2))
      expect(['moving', 'looking for rows', 'removing']).not.toContain(plan[0]?.[0]?.stage)
})
