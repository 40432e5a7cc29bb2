import { test } from 'vitest'
import {
  HISTORIES_TIMEOUT_MS,
  liveThroughHistories,
} from '../../support/histories/live-through-histories.ts'

test(
  'around the changes of clocks in America Act-On equals ON24 after any history, but for what users changed, which a comparison reports and a repair mends',
  { timeout: HISTORIES_TIMEOUT_MS },
  () => liveThroughHistories('America'),
)
