/** What the script needs of the vendors' answers. */
import { z } from 'zod'

const Id = z.union([z.string(), z.number()]).transform(String)
const Rows = z.array(z.record(z.string(), z.unknown()))

export const EventPage = z.object({
  pagecount: z.number(),
  events: z
    .array(z.object({ eventid: Id, description: z.string().default('Webinar') }))
    .default([]),
})

/** The registrants or attendees of one event. */
export const People = z
  .object({ registrants: Rows.default([]), attendees: Rows.default([]) })
  .transform(({ registrants, attendees }) => [...registrants, ...attendees])

export const TokenPair = z.object({ access_token: z.string() })
export const CreatedList = z.object({ listId: z.string() })
export const Upload = z.object({ jobId: Id })
export const JobStatus = z.object({ status: z.string() })
