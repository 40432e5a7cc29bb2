/** What came of a test notice on each channel. */
import { z } from 'zod'
import { NOTICE_CHANNELS } from '../contracts/notice.ts'
import { NOT_AN_OBJECT, On24ClientId } from './formats.ts'

export const NoticeTestBody = z
  .strictObject(
    {
      on24ClientId: On24ClientId.exactOptional().meta({
        description: "Tests the account's own channels, too.",
      }),
    },
    NOT_AN_OBJECT,
  )
  .optional()

const NoticeTest = z
  .object({
    channel: z.enum(NOTICE_CHANNELS),
    ok: z.boolean(),
    problem: z
      .string()
      .nullable()
      .meta({
        description: 'What went wrong, and with which setting; null if it was taken.',
        examples: ['The mail server (NOTIFY_SMTP_URL) refused the user name or password (535).'],
      }),
  })
  .meta({ id: 'NoticeTest' })
export type NoticeTest = z.output<typeof NoticeTest>

export const NoticeTests = z
  .object({ items: z.array(NoticeTest).meta({ description: 'Every configured channel.' }) })
  .meta({ id: 'NoticeTests' })
