// What the pages can do better with JavaScript; everything works without it, too.

const LONGEST_CHECK_MS = 60_000

/** @param {HTMLFormElement} form */
function sendOnlyOnce(form) {
  const button = form.querySelector('button')
  const busy = form.querySelector('[role="status"]')
  if (!button || !busy) return
  /** @param {boolean} isBusy */
  const show = (isBusy) => {
    button.disabled = isBusy
    busy.textContent = isBusy ? 'Checking with Act-On…' : ''
  }
  form.addEventListener('submit', () => {
    show(true)
    // Whoever stops a page that loads for too long stays on this one.
    setTimeout(show, LONGEST_CHECK_MS, false)
  })
  // A page that the back button brings again is as it was left.
  window.addEventListener('pageshow', () => show(false))
}

/** Asks for this page again and takes over what has changed, until a fresh page no longer wants it. */
async function refresh() {
  try {
    const response = await fetch(location.href)
    if (response.status === 404) return
    if (response.ok && !takeOver(await response.text())) return
  } catch {
    // Offline for a moment: the next try may do.
  }
  refreshLater()
}

/**
 * @param {string} page HTML
 * @returns whether it is to be asked for again
 */
function takeOver(page) {
  const fresh = new DOMParser().parseFromString(page, 'text/html')
  for (const part of document.querySelectorAll('[data-fresh]')) {
    const next = fresh.getElementById(part.id)
    if (next && next.innerHTML !== part.innerHTML) part.replaceChildren(...next.childNodes)
  }
  return fresh.querySelector('[data-refresh-seconds]') !== null
}

function refreshLater() {
  const seconds = document
    .querySelector('[data-refresh-seconds]')
    ?.getAttribute('data-refresh-seconds')
  if (seconds) setTimeout(refresh, Number(seconds) * 1000)
}

/** @param {HTMLTimeElement} time */
function showLocalTime(time) {
  time.textContent = new Date(time.dateTime).toLocaleTimeString([], {
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  })
}

for (const form of document.forms) sendOnlyOnce(form)
for (const time of document.querySelectorAll('time')) showLocalTime(time)
refreshLater()
