import type { ConnectedService } from '../../connected-service.ts'

/** What the operators' pages need of the service: the same as the API. */
export type PageParts = ConnectedService
