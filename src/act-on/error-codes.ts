/**
 * What each `errorCode` of `/api/1` is about, from the vendor's OpenAPI document, which each entry quotes. The
 * document is not complete, and a code that it lacks may be about the row.
 */
type Subject = 'list' | 'column' | 'job' | 'merge' | 'contact' | 'otherAsset' | 'request'

const SUBJECTS: Readonly<Record<string, Subject>> = {
  /** "Input file missing" · PUT /api/1/list/{listid} */
  '10003': 'merge',
  /** "Invalid or missing list" · every call with a list id; also for a record id that no longer exists */
  '10004': 'list',
  /** "Invalid contact" · DELETE …/record/{recordid}, where it means that the row no longer exists */
  '10008': 'contact',
  /** "Invalid Column Specified" · POST …/record */
  '10010': 'column',
  /** "Invalid Form id", "Invalid Page id", "Invalid or deleted message": assets that our requests never name */
  '10012': 'otherAsset',
  '10013': 'otherAsset',
  '10030': 'otherAsset',
  /** "Invalid or expired Job Id" · GET /api/1/list/{jobid}/status */
  '10017': 'job',
  /** "Invalid or missing merge destination list" · PUT /api/1/list/{listid} */
  '10025': 'merge',
  /** "The id is invalid" · calls by the id of an asset */
  '10054': 'list',
  /** "Invalid file type specified" */
  '10085': 'merge',
  /** "At least one specified merge column is missing from the uploaded file" · PUT /api/1/list/{listid} */
  '10088': 'merge',
  /** "Invalid drill-down verb", "Missing parameter - name", "The date period is invalid.", "Empty or improperly formatted URL" */
  '10089': 'request',
  '10121': 'request',
  '10160': 'request',
  '90004': 'request',
}

export const LIST_GONE = '10004'
export const CONTACT_GONE = '10008'
export const UNKNOWN_COLUMN = '10010'
export const JOB_EXPIRED = '10017'

export function isMergeCode(code: string): boolean {
  return SUBJECTS[code] === 'merge'
}

/** Act-On's own codes are numbers. Null or anything else comes from a gateway, whose answers are never about a row. */
export function mayConcernRow(code: string | null): boolean {
  if (code === null || !/^\d+$/.test(code)) return false
  const subject = SUBJECTS[code]
  return subject === undefined || subject === 'contact'
}
