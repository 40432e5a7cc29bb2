/** One attendee as ON24 sends it: without name or profile; keys depend on the content type and are absent if empty. */
import { CANARY } from '../canary.ts'
import type { ContentType } from '../facts.ts'
import { pacificStamp } from '../pacific-time.ts'
import type {
  Attendance,
  Interaction,
  PersonState,
  Viewing,
  WebinarState,
} from '../webinar-state.ts'

export interface AttendeeRow {
  readonly eventuserid: number
  /** Only in account-level lists; at event level it is in the envelope. */
  readonly eventid?: number
  readonly clientid?: number
  readonly email?: string
  readonly exteventusercd?: string
  readonly userstatus: PersonState['status']
  readonly isblocked: 'N'
  readonly engagementscore?: number
  readonly liveminutes?: number
  readonly liveviewed?: number
  readonly firstliveactivity?: string
  readonly lastliveactivity?: string
  readonly archiveminutes?: number
  readonly archiveviewed?: number
  readonly firstarchiveactivity?: string
  readonly lastarchiveactivity?: string
  readonly cumulativeliveminutes?: number
  readonly cumulativearchiveminutes?: number
  readonly askedquestions?: number
  readonly resourcesdownloaded?: number
  readonly answeredpolls?: number
  readonly answeredsurveys?: number
  readonly answeredsurveyquestions?: number
  readonly partnerref?: string
  readonly attendancepartnerref?: string
  readonly launchmode?: string
  readonly sourceeventid?: number
  readonly attendeesessions?: number
  readonly questions?: readonly object[]
  readonly polls?: readonly object[]
  readonly resources?: readonly object[]
  readonly surveys?: readonly object[]
}

export interface AttendeeRowOptions {
  readonly level: 'client' | 'event'
  /** The source of the values that ON24 caches: the four stamps, both views, the poll count. */
  readonly cached: Attendance
  readonly score: number | null
  /** Writes the last archive stamp with −08:00 all year, as ON24's own example does. */
  readonly mixedOffsets: boolean
}

/** What a content type never sends. */
const LEFT_OUT: Partial<Record<ContentType, readonly RegExp[]>> = {
  golive: [/archive/, /^asked/, /^answeredsurvey/, /^questions$/, /^surveys$/, /partnerref/],
  virtualenvironment: [/score$/, /live/, /^asked/, /polls$/, /^questions$/, /partnerref/],
  gateway: [/^(first|last)live/],
  experience: [/^(first|last)live/],
}

export function attendeeRow(
  webinar: WebinarState,
  person: PersonState,
  attendance: Attendance,
  options: AttendeeRowOptions,
): AttendeeRow {
  const { cached } = options
  const { live, archive } = attendance.viewings
  const forgotten = person.status === 'forgotten'
  const sessions = (live?.viewed ?? 0) + (archive?.viewed ?? 0)
  const row: AttendeeRow = {
    ...(person.email !== null && { email: person.email }),
    eventuserid: person.eventUserId,
    ...(options.level === 'client'
      ? { clientid: webinar.clientId, eventid: webinar.eventId }
      : { attendeesessions: sessions }),
    userstatus: person.status,
    isblocked: 'N',
    ...(options.score !== null && { engagementscore: options.score }),
    liveminutes: shownMinutes(live),
    liveviewed: cached.viewings.live?.viewed ?? 0,
    ...stamps('live', cached.viewings.live, false),
    archiveminutes: shownMinutes(archive),
    archiveviewed: cached.viewings.archive?.viewed ?? 0,
    ...stamps('archive', cached.viewings.archive, options.mixedOffsets),
    // Cumulative minutes are counted differently and may be fewer than the plain ones.
    cumulativeliveminutes: Math.floor(live?.minutes ?? 0),
    cumulativearchiveminutes: Math.floor(archive?.minutes ?? 0),
    askedquestions: attendance.questions.length,
    resourcesdownloaded: attendance.resources.length,
    answeredpolls: cached.polls.length,
    answeredsurveys: attendance.surveys.length,
    answeredsurveyquestions: attendance.surveys.length * 2,
    ...(person.partnerRef !== null && { partnerref: person.partnerRef }),
    ...(!forgotten && { attendancepartnerref: 'reminder', launchmode: 'Watching remote' }),
    sourceeventid: webinar.eventId,
    ...interactions('questions', attendance.questions, questionOf),
    ...interactions('polls', cached.polls, pollOf),
    ...interactions('resources', attendance.resources, resourceOf),
    ...interactions('surveys', attendance.surveys, (interaction) =>
      surveyOf(webinar.eventId, interaction),
    ),
  }
  const leftOut = LEFT_OUT[webinar.settings?.contentType ?? 'webcast']
  return leftOut === undefined ? row : without(row, leftOut)
}

/** Rounded to whole minutes, but never 0 for a person who watched at all. */
function shownMinutes(viewing: Viewing | undefined): number {
  const minutes = viewing?.minutes ?? 0
  return minutes > 0 && minutes < 1 ? 1 : Math.round(minutes)
}

function stamps(mode: 'live' | 'archive', viewing: Viewing | undefined, mixedOffset: boolean) {
  if (viewing === undefined) return {}
  return {
    [`first${mode}activity`]: pacificStamp(viewing.firstAt),
    [`last${mode}activity`]: pacificStamp(viewing.lastAt, mixedOffset ? -480 : undefined),
  }
}

function interactions(
  key: string,
  list: readonly Interaction[],
  write: (interaction: Interaction) => object,
) {
  return list.length === 0 ? {} : { [key]: list.map(write) }
}

function questionOf({ number, at }: Interaction) {
  return {
    questionid: 6_268_000 + number,
    createtimestamp: pacificStamp(at),
    content: `What does it cost? ${CANARY}`,
    ...(number % 2 === 0 && {
      answer: {
        createtimestamp: pacificStamp(at + 60_000),
        content: 'Ask us.',
        privacy: 'Private',
      },
    }),
  }
}

function pollOf({ number, at }: Interaction) {
  return {
    pollid: 16_818_000 + number,
    pollsubmittedtimestamp: pacificStamp(at),
    pollquestionid: 6_268_300 + number,
    pollquestion: 'Which products interest you?',
    pollanswers: ['Lists', 'Webinars'],
    pollanswersdetail: [{ answercode: 'choice1', answer: 'Lists' }],
  }
}

function resourceOf({ number, at }: Interaction) {
  return {
    resourceid: 16_836_000 + number,
    resourceviewed: `Slides, part ${number}`,
    resourceviewedtimestamp: pacificStamp(at),
  }
}

function surveyOf(eventId: number, { number, at }: Interaction) {
  return {
    surveyid: `${eventId}_survey${number}`,
    surveysubmittedtimestamp: pacificStamp(at),
    surveyquestions: [
      {
        surveyquestionid: 6_268_200 + number,
        surveyquestion: 'How valuable was this?',
        questioncode: '110',
        surveyanswers: [`Very ${CANARY}`],
      },
    ],
  }
}

function without(row: AttendeeRow, leftOut: readonly RegExp[]): AttendeeRow {
  const kept = Object.entries(row).filter(([key]) => !leftOut.some((name) => name.test(key)))
  const { eventuserid, userstatus, isblocked } = row
  return { ...Object.fromEntries(kept), eventuserid, userstatus, isblocked }
}
