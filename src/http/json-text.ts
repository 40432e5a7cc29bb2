/** Parses a vendor's JSON without an error that quotes the text, as JSON.parse's would. */
export type JsonText = { readonly ok: true; readonly value: unknown } | { readonly ok: false }

export function parseJson(text: string): JsonText {
  const json = text.replace(/^\uFEFF/, '')
  const asSent = parsed(json)
  // Hardly any text has raw control characters, and to look for them takes a quarter as long as to parse it.
  return asSent.ok ? asSent : parsed(withoutRawControls(json))
}

function parsed(text: string): JsonText {
  try {
    const value: unknown = JSON.parse(text)
    return { ok: true, value }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { ok: false }
  }
}

/**
 * Replaces raw control characters, which JSON forbids within strings, with spaces, so that one broken value does not
 * lose the whole response. Between values a space changes nothing. Escaped ones (`\n`, `\u0000`) stay.
 */
export function withoutRawControls(text: string): string {
  // eslint-disable-next-line no-control-regex -- the pattern has to match them
  return text.replaceAll(/[\u0000-\u001F]/g, ' ')
}
