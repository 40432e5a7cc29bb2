/**
 * ON24's rows as it sends them, with only the keys that the service uses. A row must have its id; every other value
 * may be absent (fields that the registration form lacks, other content types) or malformed.
 */
import { z } from 'zod'
import type { AttendeeField, RegistrantField } from '../../contracts/people.ts'
import {
  wireFlag,
  wireId,
  wireIdentity,
  wireNumber,
  wireStamp,
  wireText,
  wireTitle,
} from './wire-values.ts'

export const wireEvent = z.object({
  eventid: wireId,
  clientid: wireId.nullish().catch(null),
  description: wireTitle,
  contenttype: wireText,
  istestevent: wireFlag(false),
  isactive: wireFlag(true),
  goodafter: wireStamp,
  livestart: wireStamp,
  liveend: wireStamp,
  lastupdated: wireStamp,
})
export type WireEvent = z.infer<typeof wireEvent>

const registrantFields = {
  firstname: wireText,
  lastname: wireText,
  jobtitle: wireText,
  company: wireText,
  workphone: wireText,
  addressstreet1: wireText,
  addressstreet2: wireText,
  city: wireText,
  state: wireText,
  zip: wireText,
  country: wireText,
  companysize: wireText,
  companyindustry: wireText,
  jobfunction: wireText,
  partnerref: wireText,
} satisfies Record<RegistrantField, typeof wireText>

export const wireRegistrant = z.object({
  eventuserid: wireId,
  userstatus: wireIdentity,
  email: wireIdentity,
  createtimestamp: wireStamp,
  lastactivity: wireStamp,
  ...registrantFields,
})
export type WireRegistrant = z.infer<typeof wireRegistrant>

const attendeeFields = {
  liveminutes: wireNumber,
  archiveminutes: wireNumber,
  engagementscore: wireNumber,
  answeredpolls: wireNumber,
  askedquestions: wireNumber,
  answeredsurveys: wireNumber,
  resourcesdownloaded: wireNumber,
} satisfies Record<AttendeeField, typeof wireNumber>

export const wireAttendee = z.object({
  eventuserid: wireId,
  firstliveactivity: wireStamp,
  lastliveactivity: wireStamp,
  firstarchiveactivity: wireStamp,
  lastarchiveactivity: wireStamp,
  ...attendeeFields,
})
export type WireAttendee = z.infer<typeof wireAttendee>

/** The id alone, for a row that neither of those schemas accepts. */
export const wireRowId = z.object({ eventuserid: wireId })

/** A person in an account-level list. Registrants and attendees differ only in their time stamps. */
export const wirePersonStamp = z.object({
  eventid: wireId,
  eventuserid: wireId,
  clientid: wireId.nullish().catch(null),
  createtimestamp: wireStamp,
  lastactivity: wireStamp,
  firstliveactivity: wireStamp,
  lastliveactivity: wireStamp,
  firstarchiveactivity: wireStamp,
  lastarchiveactivity: wireStamp,
})
export type WirePersonStamp = z.infer<typeof wirePersonStamp>

/** The lists differ only in the names of their keys. Each key may be absent from an empty list. */
export interface WirePage {
  /** Not parsed here: rows are parsed one by one, so that an unreadable row does not affect the rest. */
  readonly rows: readonly unknown[] | null | undefined
  readonly total: number | null
  readonly pageCount: number | null
}

export const wireEventPage = z
  .object({
    pagecount: wireNumber,
    totalevents: wireNumber,
    events: z.array(z.unknown()).nullish(),
  })
  .transform(({ events, totalevents, pagecount }) => ({
    rows: events,
    total: totalevents,
    pageCount: pagecount,
  }))

export const wireRegistrantPage = z
  .object({
    pagecount: wireNumber,
    totalregistrants: wireNumber,
    registrants: z.array(z.unknown()).nullish(),
  })
  .transform(({ registrants, totalregistrants, pagecount }) => ({
    rows: registrants,
    total: totalregistrants,
    pageCount: pagecount,
  }))

export const wireAttendeePage = z
  .object({
    pagecount: wireNumber,
    totalattendees: wireNumber,
    attendees: z.array(z.unknown()).nullish(),
  })
  .transform(({ attendees, totalattendees, pagecount }) => ({
    rows: attendees,
    total: totalattendees,
    pageCount: pagecount,
  }))

export const wireClient = z.object({ clientname: wireText })
