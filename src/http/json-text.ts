/** JSON from a vendor, whose text must not appear in an error as JSON.parse would quote it. */
export type JsonText = { readonly ok: true; readonly value: unknown } | { readonly ok: false }

export function parseJson(text: string): JsonText {
  try {
    const value: unknown = JSON.parse(withoutRawControls(text.replace(/^\uFEFF/, '')))
    return { ok: true, value }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { ok: false }
  }
}

/**
 * Control characters that stand in the text itself, which JSON forbids within strings, become spaces: one broken
 * value is no reason to lose the whole answer. Between values a space changes nothing, and those that are written
 * as `\n` or `\u0000` stay.
 */
export function withoutRawControls(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  return text.replaceAll(/[\u0000-\u001F]/g, ' ')
}
