/**
 * How the stand-in behaves where the real Act-On is unknown or awkward. Defaults are the strictest settings. The object
 * may be changed while the server runs; each knob is read when it is needed.
 */
import type { Span } from '../span.ts'

export interface ActOnKnobs {
  // Tokens
  /** Act-On says 3600. */
  accessTokenSeconds: number
  /** Act-On says "one month". */
  refreshTokenDays: number
  /** A new grant for the same application and user also ends the earlier access token. */
  previousAccessTokenDies: boolean
  /** Sign-ins that a user name may make in any hour of the sandbox clock. */
  signInsPerHour: number
  /** Whether refreshes use up sign-ins too. */
  refreshesCountAsSignIns: boolean
  /** Whether the user name is case-sensitive. */
  userNameMatch: 'sensitive' | 'insensitive'
  tooManySignInsAnswer: 'gateway429' | 'oauth403'
  /** The response with `PUBLIC_API_FEATURE_NOT_ENABLED` for an account without API access. */
  apiDisabledAnswer: 'oauth403' | 'oauth401' | 'api400'
  tokenJsonBodyStatus: 400 | 401
  /** A changed password also ends the user's tokens. */
  passwordChangeEndsTokens: boolean

  // Limits
  /** Real time from the arrival of a call, where its limits are checked, to its effect and response. */
  callMs: Span
  /** Real time. */
  callsPerSecond: number
  /** Any second, or the seconds of the wall clock. */
  secondWindow: 'sliding' | 'fixed'
  /** Any 24 hours of the sandbox clock. */
  callsPerDay: number
  limitScope: 'account' | 'client'
  /** Seconds in a 429's Retry-After; null: no such header. */
  retryAfterSeconds: number | null

  // Lists
  duplicateListName: 'allow' | 'refuse'
  /** Unicode code points; a longer name is refused. */
  listNameMaxLength: number
  /** By the sandbox clock. The id works at once; only the listing is late. */
  newListListedAfterMs: number
  listingDefaultCount: number
  /** The largest page of both listing and JSON download; Act-On says 1000. */
  pageMaximum: number
  countAboveMaximum: 'clamp' | 'refuse'
  /** By the sandbox clock. `sourceSize` is counted at most this often. */
  sourceSizeRecountMs: number

  // Download
  downloadDefaultCount: number
  /** Whether the record id comes with chosen `fields`; `never`: `_contact_id_` is not a field. */
  recordIdWithFields: 'always' | 'whenAsked' | 'never'
  unknownField: 'refuse' | 'ignore'
  dateQualifierHeadings: 'plain' | 'underscored'
  downloadTimeUnit: 'ms' | 's'

  // Single records
  emailMatch: 'sensitive' | 'insensitive'
  upsertAnswer: 'full' | 'empty'
  upsertInsertMessage: 'Record inserted' | 'Record updated'
  /** Real time between the search for the address and the write: two upserts may both insert. */
  upsertGapMs: number
  /** A synchronous upsert into a list with more rows takes effect, but its response is this late. */
  slowUpsert: { aboveRows: number; delayMs: number }
  /** The vendor's own example has a trailing comma. */
  unknownColumnBody: 'invalidJson' | 'json'
  /** Whether `EMAIL`, `FIRSTNAME` … are accepted as keys in addition to the headings. */
  systemNameKeys: 'refuse' | 'accept'
  emptyStringInRecord: 'clears' | 'ignored'
  lookupNotFound: 'empty400' | 'contact400' | 'empty200'

  // Rejected values, single or bulk
  invalidEmail: 'reject' | 'accept'
  /** The most characters of a cell; null: any number. */
  cellMaxLength: number | null
  /** Rejects the row if it returns a reason. */
  rejectRow: (cells: Readonly<Record<string, string>>) => string | null

  // Jobs
  /** Number of polls answered with `pending`, then with `running`, before the job's end shows. */
  jobPendingPolls: number
  jobRunningPolls: number
  /** The shortest real time of a job; a random one is drawn once for each job. */
  jobMinMs: Span
  /** Real time after which a job runs even without enough polls. */
  jobUnpolledMs: number
  jobEnd: 'success' | 'failed' | 'stuck'
  /** The share (0..1) of its rows that a failed or stuck job has written. */
  jobUnfinishedShare: number
  failedJobShape: 'statusFailure' | 'detailsError' | 'prose' | 'api400'
  /** Added to the job's updateCount, so that its counts do not add up. */
  jobCountError: number
  jobCountsAsText: boolean
  /** Number of rows at the end of the file that a job skips without counting them. */
  jobLosesRows: number
  /** By the sandbox clock; afterwards, the response to the id is 10017. */
  jobLifetimeMs: number
  rejectsCountAs: 'rejected' | 'failed'
  rejectFile: 'named' | 'unnamed'
  /** The key that holds the file's name. */
  rejectFileKey: string
  rejectFileHasReason: boolean
  /** `kept`: a byte order mark stays in the first heading, which then does not match. */
  byteOrderMark: 'kept' | 'stripped'
  /** Act-On says 400 MB. */
  maxFileBytes: number

  // Gateway
  unknownPathBody: 'json' | 'html' | 'empty'
}

export const STRICT_KNOBS: Readonly<ActOnKnobs> = {
  accessTokenSeconds: 3600,
  refreshTokenDays: 30,
  previousAccessTokenDies: true,
  signInsPerHour: 5,
  refreshesCountAsSignIns: true,
  userNameMatch: 'sensitive',
  tooManySignInsAnswer: 'gateway429',
  apiDisabledAnswer: 'oauth403',
  tokenJsonBodyStatus: 400,
  passwordChangeEndsTokens: true,
  callMs: 0,
  callsPerSecond: 5,
  secondWindow: 'sliding',
  callsPerDay: 30_000,
  limitScope: 'account',
  retryAfterSeconds: null,
  duplicateListName: 'allow',
  listNameMaxLength: 100,
  newListListedAfterMs: 1000,
  listingDefaultCount: 50,
  pageMaximum: 1000,
  countAboveMaximum: 'clamp',
  sourceSizeRecountMs: 600_000,
  downloadDefaultCount: 100,
  recordIdWithFields: 'whenAsked',
  unknownField: 'refuse',
  dateQualifierHeadings: 'plain',
  downloadTimeUnit: 'ms',
  emailMatch: 'sensitive',
  upsertAnswer: 'full',
  upsertInsertMessage: 'Record inserted',
  upsertGapMs: 5,
  slowUpsert: { aboveRows: 100_000, delayMs: 65_000 },
  unknownColumnBody: 'invalidJson',
  systemNameKeys: 'refuse',
  emptyStringInRecord: 'clears',
  lookupNotFound: 'empty400',
  invalidEmail: 'reject',
  cellMaxLength: null,
  rejectRow: () => null,
  jobPendingPolls: 1,
  jobRunningPolls: 1,
  jobMinMs: 300,
  jobUnpolledMs: 5000,
  jobEnd: 'success',
  jobUnfinishedShare: 0,
  failedJobShape: 'statusFailure',
  jobCountError: 0,
  jobCountsAsText: false,
  jobLosesRows: 0,
  jobLifetimeMs: 86_400_000,
  rejectsCountAs: 'rejected',
  rejectFile: 'named',
  rejectFileKey: 'rejectedRecordsFile',
  rejectFileHasReason: true,
  byteOrderMark: 'kept',
  maxFileBytes: 400 * 1024 * 1024,
  unknownPathBody: 'json',
}
