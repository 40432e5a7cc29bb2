import type { MessageText } from '../../../src/notices/message.ts'

/** A notice's words, of an account whose name would be markup anywhere. */
export const MESSAGE_TEXT: MessageText = {
  subject: 'Ümlaut & <!channel> (22950) is failing',
  headline: 'Ümlaut & <!channel> is failing',
  happened: 'ON24 does not answer.',
  facts: [
    ['Account', 'Ümlaut & <!channel> (ON24 client 22950)'],
    ['Since', '2026-06-15 07:00 UTC'],
  ],
  nextStep: 'Wait.',
  link: { label: 'Open the account’s page', url: 'http://127.0.0.1:8080/accounts/22950' },
}
