/**
 * ON24's rows as they come over the wire, with the keys that are used and no others. A row must have its
 * id; everything else may be absent (fields that a form does not ask for, other content types).
 */
import { z } from 'zod'
import { ATTENDEE_FIELDS, REGISTRANT_FIELDS } from '../contracts/people.ts'
import { wireFlag, wireId, wireNumber, wireText } from './wire-values.ts'

export const wireEvent = z.object({
  eventid: wireId,
  clientid: wireId.nullish(),
  description: wireText,
  contenttype: wireText,
  istestevent: wireFlag(false),
  isactive: wireFlag(true),
  goodafter: wireText,
  livestart: wireText,
  liveend: wireText,
  lastupdated: wireText,
})
export type WireEvent = z.infer<typeof wireEvent>

export const wireRegistrant = z.object({
  eventuserid: wireId,
  userstatus: wireText,
  email: wireText,
  createtimestamp: wireText,
  lastactivity: wireText,
  ...each(REGISTRANT_FIELDS, wireText),
})
export type WireRegistrant = z.infer<typeof wireRegistrant>

export const wireAttendee = z.object({
  eventuserid: wireId,
  firstliveactivity: wireText,
  lastliveactivity: wireText,
  firstarchiveactivity: wireText,
  lastarchiveactivity: wireText,
  ...each(ATTENDEE_FIELDS, wireNumber),
})
export type WireAttendee = z.infer<typeof wireAttendee>

/** A person in a list of the whole account: registrants and attendees differ only in their stamps. */
const wirePersonStamp = z.object({
  eventid: wireId,
  eventuserid: wireId,
  clientid: wireId.nullish(),
  createtimestamp: wireText,
  lastactivity: wireText,
  firstliveactivity: wireText,
  lastliveactivity: wireText,
  firstarchiveactivity: wireText,
  lastarchiveactivity: wireText,
})
export type WirePersonStamp = z.infer<typeof wirePersonStamp>

const wirePaging = { pagecount: wireNumber }

export const wireEventPage = z.object({
  ...wirePaging,
  totalevents: wireNumber,
  events: z.array(wireEvent).nullish(),
})

export const wireRegistrantPage = z.object({
  ...wirePaging,
  totalregistrants: wireNumber,
  registrants: z.array(wirePersonStamp).nullish(),
})

export const wireAttendeePage = z.object({
  ...wirePaging,
  totalattendees: wireNumber,
  attendees: z.array(wirePersonStamp).nullish(),
})

export const wireClient = z.object({ clientname: wireText })

function each<Key extends string, Schema>(keys: readonly Key[], schema: Schema) {
  return Object.fromEntries(keys.map((key) => [key, schema])) as Record<Key, Schema>
}
