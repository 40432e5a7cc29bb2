/** What the API's routes work with. */
import type { ConnectedService } from '../../connected-service.ts'

export type ApiParts = ConnectedService
