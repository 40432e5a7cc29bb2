/** Sends a file as a download. */
import type { Response } from 'express'
import type { FileAnswer } from '../../api/file-answer.ts'

/** A client that disconnects early is not an error. */
const CLIENT_CLOSED = 'ERR_STREAM_PREMATURE_CLOSE'

export async function sendFile(
  response: Response,
  media: string,
  { fileName, writeTo }: FileAnswer,
): Promise<void> {
  response.attachment(fileName).type(media)
  try {
    await writeTo(response)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === CLIENT_CLOSED)) throw error
  }
}
