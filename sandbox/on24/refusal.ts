/** A call that ON24 refuses, with ON24's status and exact text. */
import type { Answer } from '../http-server.ts'

export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }

  /** ON24's error response: only a message, without a code or Retry-After. */
  toAnswer(): Answer {
    return { status: this.status, body: JSON.stringify({ message: this.message }) }
  }
}
