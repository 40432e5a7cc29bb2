/**
 * Why a channel did not take a notice, in words for operators. They end up in logs and in Temporal, so they never quote
 * a URL, an address or a receiver's own text.
 */
import type { TransportFailure } from '../http/transport-failure.ts'

/** The channel refused the notice or did not answer. Retrying helps once it is fixed or reachable again. */
export class NoticeNotTaken extends Error {
  override readonly name = 'NoticeNotTaken'
}

/** `receiver`: how the sentence begins, with the name of its setting. */
export function noAnswer(receiver: string, { code }: TransportFailure): NoticeNotTaken {
  return new NoticeNotTaken(`${receiver} did not answer (${code}): ${hintFor(code)}.`)
}

/** What to check after a network's, a DNS's or a TLS error code. */
export function hintFor(code: string): string {
  if (/^(ENOTFOUND|EAI_\w+|EDNS)$/.test(code)) return 'its host name is unknown'
  if (code === 'ECONNREFUSED') return 'nothing listens at its host and port'
  if (/TIMEOUT|ETIMEDOUT/.test(code)) return 'check its host and port, and the firewall'
  if (/CERT|UNABLE_TO_|INVALID_CA|HOSTNAME_MISMATCH/.test(code)) {
    return 'its TLS certificate is not trusted for this host'
  }
  if (/SSL|EPROTO|ETLS/.test(code)) return 'TLS did not work: check the scheme and the port'
  return 'the connection failed'
}
