import type { Request } from 'express'
import type { Call } from '../api/handler.ts'
import { actorOf } from '../api/require-operator.ts'

/** Who asks for something on a page, as the API's handlers are told. */
export function callOf(request: Request): Call {
  return { actor: actorOf(request), address: request.ip ?? null, madeAt: () => undefined }
}
