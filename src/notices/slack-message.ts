/** A notice as Slack shows it: `text` for notifications, blocks for the channel (https://docs.slack.dev/block-kit). */
import type { MessageText } from './message.ts'

/** Slack refuses longer texts. */
const LONGEST = { header: 150, text: 3000 } as const

export function slackMessage({ headline, happened, facts, nextStep, link }: MessageText) {
  return {
    text: `${escaped(headline)}: ${escaped(happened)}`,
    // Links in the text have no previews: they would load the account's page, which asks for a sign-in.
    unfurl_links: false,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: cut(headline, LONGEST.header) } },
      section(escaped(happened)),
      {
        type: 'section',
        fields: facts.map(([label, value]) => markdown(labelled(label, value))),
      },
      section(labelled('Next step', nextStep)),
      section(`<${link.url}|${escaped(link.label)}>`),
    ],
  }
}

function section(text: string) {
  return { type: 'section', text: markdown(text) }
}

function markdown(text: string) {
  return { type: 'mrkdwn', text: cut(text, LONGEST.text) }
}

function labelled(label: string, value: string): string {
  return `*${label}*\n${escaped(value)}`
}

/** Otherwise an account's name could mention people: https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`
}
