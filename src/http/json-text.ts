/** JSON from a vendor, whose text must not appear in an error as JSON.parse would quote it. */
export type JsonText = { readonly ok: true; readonly value: unknown } | { readonly ok: false }

export function parseJson(text: string): JsonText {
  try {
    const value: unknown = JSON.parse(text)
    return { ok: true, value }
  } catch {
    return { ok: false }
  }
}
