/** Posts a notice to an incoming webhook of Slack: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
import type { Deliver } from './channels.ts'
import { NoticeNotTaken } from './not-taken.ts'
import { createPostJson } from './post-json.ts'
import { slackMessage } from './slack-message.ts'

/** Slack's own error codes, such as `no_service`: no other text of an answer is repeated. */
const CODE = /^[a-z]+(?:_[a-z]+)*$/
const LONGEST_CODE = 40

/** @param receiver how a sentence about it begins. */
export function createSlackClient(url: string, receiver: string): Deliver {
  const post = createPostJson(url, receiver)
  return async ({ text }, options) => {
    const reply = await post(JSON.stringify(slackMessage(text)), {}, options)
    if (reply.status === 200) return null
    throw new NoticeNotTaken(`${receiver} answered ${String(reply.status)}${whyIn(reply.text)}`)
  }
}

function whyIn(text: string): string {
  const code = text.trim()
  if (code.length > LONGEST_CODE || !CODE.test(code)) return '.'
  const hint = HINTS[code]
  return ` (${code})${hint === undefined ? '' : `: ${hint}`}.`
}

const ANEW = 'create a new incoming webhook in Slack'

const HINTS: Readonly<Record<string, string>> = {
  no_service: `the webhook is gone or switched off, ${ANEW}`,
  no_team: `the webhook's workspace is gone, ${ANEW}`,
  invalid_token: `the URL is incomplete or wrong, copy it from Slack again`,
  channel_not_found: `its channel is gone, ${ANEW}`,
  channel_is_archived: `its channel is archived, ${ANEW}`,
  action_prohibited: 'an administrator of the workspace does not allow it',
}
