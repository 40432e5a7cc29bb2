/** An answer that is a file, streamed in pieces whatever its size. */
import type { Writable } from 'node:stream'

export interface FileContent {
  /** Suggested to the client for saving it. */
  readonly fileName: string
  /** Writes the file and ends the stream. Rejects when the content cannot be read or the client has gone. */
  readonly writeTo: (stream: Writable) => Promise<void>
}

export class FileAnswer implements FileContent {
  readonly fileName: string
  readonly writeTo: FileContent['writeTo']

  constructor({ fileName, writeTo }: FileContent) {
    this.fileName = fileName
    this.writeTo = writeTo
  }
}
