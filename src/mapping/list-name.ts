/** The name of a webinar's contact list. It is used once, to create the list: from then on, its id identifies it. */

const MAX_CODE_POINTS = 100

/** `<title> (<event id>)`, at most 100 Unicode code points: the title may be cut, but never the id. */
export function listName(title: string | null, eventId: string): string {
  const ending = listNameEnding(eventId)
  const words = (title ?? '').replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
  const room = MAX_CODE_POINTS - ending.length - 1
  const cut = [...(words === '' ? 'Webinar' : words)].slice(0, room).join('').trimEnd()
  return `${cut} ${ending}`
}

/** How the name of this webinar's list ends, whatever the title was when the list was created. */
export function listNameEnding(eventId: string): string {
  return `(${eventId})`
}
