/** HTML templates: `${text}` is escaped, `!${html}` is not. The lint rule `raw-html` accepts only `Html` there. */
import { html as render } from 'ghtml'

/** What `html` has made; empty for nothing. */
export type Html = '' | (string & { readonly isHtml: true })

export function html(
  strings: TemplateStringsArray,
  ...values: readonly (string | number | readonly Html[])[]
): Html {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- ghtml escapes what is not marked with `!`
  return render(strings, ...values) as Html
}
