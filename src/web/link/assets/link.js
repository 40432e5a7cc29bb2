// Improvements with JavaScript; the pages also work without it.

const BUSY_TIMEOUT_MS = 60_000

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
    // A customer who stops a page that loads too long stays on this page.
    setTimeout(show, BUSY_TIMEOUT_MS, false)
  })
  // The back button can restore the page with the button still disabled.
  window.addEventListener('pageshow', () => show(false))
}

/** Fetches this page again and updates what has changed, until a fresh page no longer asks for it. */
async function refresh() {
  try {
    const response = await fetch(location.href)
    if (response.status === 404) return
    if (response.ok && !update(await response.text())) return
  } catch {
    // Possibly offline for a moment: try again later.
  }
  refreshLater()
}

/**
 * @param {string} page HTML
 * @returns whether to fetch it again
 */
function update(page) {
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
