// Says when a live page was last updated, and that it is out of date if it cannot be: a page that stands still looks calm.

const OUT_OF_DATE_MS = 10_000

const notice = document.createElement('p')
notice.id = 'out-of-date'
notice.role = 'status'
document.body.append(notice)

let updatedAt = Date.now()
// A hidden page is not refreshed, and gets its time once it is seen again.
let seenSince = Date.now()

/** @param {number} at */
function utcTime(at) {
  return `${new Date(at).toISOString().slice(11, 19)} UTC`
}

function tell() {
  say(document.getElementById('updated'), `Updated ${utcTime(updatedAt)}`)
  const isOutOfDate = Date.now() - Math.max(updatedAt, seenSince) > OUT_OF_DATE_MS
  const words = `This page is out of date since ${utcTime(updatedAt)}; trying again.`
  say(notice, isOutOfDate ? words : '')
}

/**
 * A screen reader speaks what is set, so the same words are not set again.
 * @param {HTMLElement | null} element
 * @param {string} words
 */
function say(element, words) {
  if (element && element.textContent !== words) element.textContent = words
}

document.addEventListener('refreshed', () => {
  updatedAt = Date.now()
  tell()
})
document.addEventListener('visibilitychange', () => {
  seenSince = Date.now()
})
setInterval(() => {
  if (!document.hidden) tell()
}, 1000)
tell()
