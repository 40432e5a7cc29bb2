/** The name of a webinar's contact list. Used once, when the list is made: afterwards its id is its identity. */

const MAX_CODE_POINTS = 100

/** `<title> (<event id>)`, at most 100 Unicode code points: the title is cut, the id never. */
export function listName(title: string | null, eventId: string): string {
  const ending = listNameEnding(eventId)
  const words = (title ?? '').replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
  const room = MAX_CODE_POINTS - ending.length - 1
  const cut = [...(words === '' ? 'Webinar' : words)].slice(0, room).join('').trimEnd()
  return `${cut} ${ending}`
}

/** What every name of this webinar's list ends with, whatever its title was when the list was made. */
export function listNameEnding(eventId: string): string {
  return `(${eventId})`
}
