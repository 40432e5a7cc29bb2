/** The address by which a list knows a person, or why there is none. */

export type JudgedAddress = { readonly address: string } | { readonly filtered: string }

export function judgeAddress(given: string | undefined): JudgedAddress {
  const address = (given ?? '').trim().toLowerCase()
  if (address.length === 0) return { filtered: 'noEmail' }
  const isUsable =
    /^[^@\s\p{Cc}]+@[^@\s\p{Cc}]+$/u.test(address) &&
    new TextEncoder().encode(address).length <= 254
  return isUsable ? { address } : { filtered: 'invalidEmail' }
}
