// Shows the browser's local time beside each time in UTC: attributes alone, which style sheets show.

/** @param {ParentNode} root */
function showLocalTimes(root) {
  for (const time of root.querySelectorAll('time')) {
    const at = new Date(time.dateTime)
    if (Number.isNaN(at.getTime()) || at.getTimezoneOffset() === 0) continue
    time.title = at.toLocaleString('en', { dateStyle: 'full', timeStyle: 'long', hourCycle: 'h23' })
    time.dataset['local'] = shortLocalTime(at)
  }
}

/**
 * With the day where it is not the day in UTC.
 * @param {Date} at
 */
function shortLocalTime(at) {
  const isSameDay = at.getDate() === at.getUTCDate()
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
