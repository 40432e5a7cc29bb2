/** What the API's routes work with. */
import type { RunningService } from '../../running-service.ts'

export type ApiParts = Omit<RunningService, 'close' | 'ended'>
