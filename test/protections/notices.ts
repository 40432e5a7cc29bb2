/** Protections of notices on several channels. */
import { type Protection, protection } from './protection.ts'

const CHANNELS = 'test/integration/notices/notice-channels.test.ts'

export const NOTICE_PROTECTIONS: readonly Protection[] = [
  protection(
    'one attempt at a notice at a time',
    {
      file: 'src/notices/send-notice.ts',
      from: 'noticeLease(noticeId)',
      to: 'noticeLease(String(Math.random()))',
    },
    { file: CHANNELS, name: 'attempts at the same time send a notice once' },
  ),
  protection(
    'a channel that has taken a notice does not get it again',
    {
      file: 'src/notices/send-notice.ts',
      from: 'channels.filter(({ name }) => !taken.has(name))',
      to: 'channels',
    },
    {
      file: CHANNELS,
      name: 'by a workflow: two channels fail for a while, and the others get nothing twice',
    },
  ),
  protection(
    'a channel gets the ends of those troubles alone whose beginnings it has taken',
    {
      file: 'src/notices/still-due.ts',
      from: "taken.has(id) || outcome === 'logged'",
      to: 'taken.has(id) || outcome !== null',
    },
    {
      file: CHANNELS,
      name: 'a channel on which a beginning was given up gets no end, and the others do',
    },
  ),
  protection(
    'no e-mail leaves the machine without TLS',
    {
      file: 'src/notices/mail-client.ts',
      from: 'requireTLS: !secure && !isLoopback',
      to: 'requireTLS: false',
    },
    {
      file: 'test/contract/notices-by-mail.test.ts',
      name: 'STARTTLS is used where it is offered, and demanded of every other machine',
    },
  ),
  protection(
    'names in Slack mention nobody',
    {
      file: 'src/notices/slack-message.ts',
      from: ".replaceAll('<', '&lt;').replaceAll('>', '&gt;')",
      to: '',
    },
    {
      file: 'test/contract/notices-to-slack.test.ts',
      name: 'a notice is one message whose names cannot mention anybody',
    },
  ),
]
