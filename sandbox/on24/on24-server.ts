/** The ON24 stand-in, at `/v2`: everything that a client of events, registrants and attendees can encounter. */
import type { CallLedger } from '../call-ledger.ts'
import type { SandboxClock } from '../clock.ts'
import type { FaultPlan } from '../faults.ts'
import { startVendorServer } from '../http-server.ts'
import type { VendorServer } from '../http-server.ts'
import type { World } from '../world/world.ts'
import { createAccess } from './access.ts'
import type { AccessKnobs } from './access.ts'
import { clientAttendees } from './endpoints/client-attendees.ts'
import { clientRegistrants } from './endpoints/client-registrants.ts'
import { client } from './endpoints/client.ts'
import { eventAttendees } from './endpoints/event-attendees.ts'
import { eventRegistrants } from './endpoints/event-registrants.ts'
import { event } from './endpoints/event.ts'
import { events } from './endpoints/events.ts'
import { defaultOn24Knobs } from './knobs.ts'
import type { On24Knobs } from './knobs.ts'
import { Refusal } from './refusal.ts'
import { toEndpoint } from './service.ts'

export interface On24Options {
  readonly world: World
  readonly clock: SandboxClock
  readonly faults: FaultPlan
  readonly ledger: CallLedger
  readonly port?: number
}

/** `url` is the origin: the API is below `/v2`, and nothing is below `/wcc/api/v2`. */
export interface On24Sandbox extends VendorServer {
  readonly knobs: On24Knobs
  readonly access: AccessKnobs
}

export async function startOn24(options: On24Options): Promise<On24Sandbox> {
  const { world, clock, faults, ledger, port } = options
  const knobs = defaultOn24Knobs()
  const access = createAccess(world, clock, knobs)
  const service = { world, clock, knobs, access }
  const endpoints = [
    client,
    events,
    event,
    clientRegistrants(),
    clientAttendees(),
    eventRegistrants,
    eventAttendees,
  ]
  const server = await startVendorServer({
    vendor: 'on24',
    endpoints: endpoints.map((endpoint) => toEndpoint(service, endpoint)),
    accountOf: (request) => /^\/v2\/client\/([^/]+)/.exec(request.path)?.[1] ?? null,
    notFound: () => new Refusal(404, 'Not Found').toAnswer(),
    callMs: () => knobs.callMs,
    clock,
    faults,
    ledger,
    ...(port !== undefined && { port }),
  })
  return { ...server, knobs, access }
}
