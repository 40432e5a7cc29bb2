/** Sends a file to be kept, and not to be shown. */
import type { Response } from 'express'
import type { FileAnswer } from '../../api/file-answer.ts'

/** Whoever goes away before its end needs no more of it. */
const GONE = 'ERR_STREAM_PREMATURE_CLOSE'

export async function sendFile(
  response: Response,
  media: string,
  { fileName, writeTo }: FileAnswer,
): Promise<void> {
  response.attachment(fileName).type(media)
  try {
    await writeTo(response)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === GONE)) throw error
  }
}
