/** The two forms of an e-mail's body. */
import { html, type Html } from '../web/html.ts'
import type { MessageText } from './message.ts'

export function mailText({ headline, happened, facts, nextStep, link }: MessageText): string {
  return [
    headline,
    happened,
    facts.map(([label, value]) => `${label}: ${value}`).join('\n'),
    `Next step: ${nextStep}`,
    `${link.label}: ${link.url}`,
  ].join('\n\n')
}

/** Without styles of its own and without images: mail programs block or change them. */
export function mailHtml({
  subject,
  headline,
  happened,
  facts,
  nextStep,
  link,
}: MessageText): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${subject}</title>
      </head>
      <body>
        <h1>${headline}</h1>
        <p>${happened}</p>
        <dl>
          !${facts.map(
            ([label, value]) =>
              html`<dt><strong>${label}</strong></dt>
                <dd>${value}</dd>`,
          )}
          <dt><strong>Next step</strong></dt>
          <dd>${nextStep}</dd>
        </dl>
        <p><a href="${link.url}">${link.label}</a></p>
      </body>
    </html>`
}
