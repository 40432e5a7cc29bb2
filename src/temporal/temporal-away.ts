import { isGrpcServiceError, ServiceError } from '@temporalio/client'

/** Errors that Temporal's client throws while the server does not answer. */
export function isTemporalAway(error: unknown): boolean {
  return error instanceof ServiceError || isGrpcServiceError(error)
}
