/** An answer that is a file, written piece by piece however large it is. */
import type { Writable } from 'node:stream'

export interface FileContent {
  /** For whoever keeps it. */
  readonly fileName: string
  /** Ends the stream. Rejects when what is written cannot be got, or nobody takes it any more. */
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
