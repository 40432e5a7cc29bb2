import { isGrpcServiceError, ServiceError } from '@temporalio/client'

/** What Temporal's client throws while the server does not answer. */
export function isTemporalAway(error: unknown): boolean {
  return error instanceof ServiceError || isGrpcServiceError(error)
}
