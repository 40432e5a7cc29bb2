// Shows the browser's local time beside each time of another zone: attributes alone, which style sheets show.

/** @param {ParentNode} root */
function showLocalTimes(root) {
  for (const time of root.querySelectorAll('time')) {
    const at = new Date(time.dateTime)
    if (Number.isNaN(at.getTime())) continue
    const shown = clockIn(at, time.dataset['zone'] ?? 'UTC')
    const local = clockIn(at)
    if (local === shown) continue
    time.title = at.toLocaleString('en', { dateStyle: 'full', timeStyle: 'long', hourCycle: 'h23' })
    time.dataset['local'] = shortLocalTime(at, local.slice(0, 10) === shown.slice(0, 10))
  }
}

/**
 * Swedish dates are ISO 8601.
 * @param {Date} at
 * @param {string} [timeZone] the browser's own if it is left out
 */
function clockIn(at, timeZone) {
  return at.toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
}

/**
 * With the day where it is not the day that the page shows.
 * @param {Date} at
 * @param {boolean} isSameDay
 */
function shortLocalTime(at, isSameDay) {
  return at.toLocaleString('en', {
    ...(!isSameDay && { month: 'short', day: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  })
}

showLocalTimes(document)
document.addEventListener('fresh', (event) => {
  if (event instanceof CustomEvent) showLocalTimes(event.detail)
})
