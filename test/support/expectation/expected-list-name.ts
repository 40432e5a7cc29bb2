/** The expected name of a webinar's contact list at its creation. */

const LONGEST = 100

export function expectedListName(title: string | undefined, eventId: number): string {
  const ending = ` (${String(eventId)})`
  let words = ''
  for (const character of title ?? '') {
    const isGap = character.trim() === '' || /\p{Cc}/u.test(character)
    words += isGap ? (words.endsWith(' ') ? '' : ' ') : character
  }
  const points = Array.from(words.trim() === '' ? 'Webinar' : words.trim())
  while (points.length + ending.length > LONGEST) points.pop()
  return points.join('').trim() + ending
}
