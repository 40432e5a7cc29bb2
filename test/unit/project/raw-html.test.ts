/** The lint rule that keeps unescaped text out of pages, applied to templates under the path of a real page. */
import { ESLint } from 'eslint'
import { expect, test } from 'vitest'

const FILE = 'src/web/pages/state-badge.ts'

async function reportsOf(template: string): Promise<string[]> {
  const source = `
    import { html, type Html } from '../html.ts'
    export function page(text: string, part: Html, parts: readonly Html[], isOn: boolean) {
      return [text, part, parts, isOn, html\`${template}\`]
    }`
  const eslint = new ESLint({ ruleFilter: ({ ruleId }) => ruleId === 'local/raw-html' })
  const [result] = await eslint.lintText(source, { filePath: FILE })
  return (result?.messages ?? []).map(({ ruleId, messageId, message }) =>
    ruleId === 'local/raw-html' ? String(messageId) : message,
  )
}

test.each([
  ['a text that is escaped', '<p>${text}</p>', []],
  ['a text that is not escaped', '<p>!${text}</p>', ['raw']],
  ['a text that may be unescaped', '<p>!${isOn ? part : text}</p>', ['raw']],
  ['a text joined from parts', "<p>!${parts.join('')}</p>", ['raw']],
  ['a part', '<p>!${part}</p>', []],
  ['parts', '<p>!${parts}</p>', []],
  ['a part or nothing', "<p>!${isOn ? part : ''}</p>", []],
  ['an attribute written in the source', "<p !${isOn ? 'hidden' : ''}></p>", []],
  ['a part that is escaped again', '<p>${part}</p>', ['escaped']],
])(
  'the rule raw-html judges %s',
  async (_name, template, reports) => {
    expect(await reportsOf(template)).toEqual(reports)
  },
  60_000,
)
