/** The email address that identifies a person in a list, or the reason why there is none. */

export type JudgedAddress = { readonly address: string } | { readonly filtered: string }

export function judgeAddress(given: string | undefined): JudgedAddress {
  const address = trimmed(given ?? '').toLowerCase()
  if (address.length === 0) return { filtered: 'noEmail' }
  const isUsable =
    /^[^@]+@[^@]+$/.test(address) &&
    !Array.from(address).some(isUnfit) &&
    new TextEncoder().encode(address).length <= 254
  return isUsable ? { address } : { filtered: 'invalidEmail' }
}

/** Removes blanks and invisible characters at both ends of an address. */
function trimmed(given: string): string {
  const characters = Array.from(given)
  const isLeft = (character: string | undefined) =>
    character !== undefined && (character.trim() === '' || /\p{Cf}/u.test(character))
  while (isLeft(characters[0])) characters.shift()
  while (isLeft(characters.at(-1))) characters.pop()
  return characters.join('')
}

/** True for blanks, control characters, invisible characters, U+FFFD and lone surrogates. */
function isUnfit(character: string): boolean {
  return (
    character.trim() === '' || character === '\u{FFFD}' || /[\p{Cc}\p{Cf}\p{Cs}]/u.test(character)
  )
}
