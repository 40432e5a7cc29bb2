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

/**
 * Lets the customer read what they typed. The password is hidden again before it is sent, so that the browser treats it
 * as one and does not remember it as a text.
 * @param {HTMLInputElement} box
 */
function showOnDemand(box) {
  const password = document.getElementById('password')
  const { form, parentElement } = box
  if (!(password instanceof HTMLInputElement) || !form || !parentElement) return
  const show = () => {
    password.type = box.checked ? 'text' : 'password'
  }
  const hide = () => {
    box.checked = false
    show()
  }
  parentElement.hidden = false
  box.addEventListener('change', show)
  form.addEventListener('submit', hide)
  // Browsers may keep the box checked across a reload, or restore the page by the back button.
  window.addEventListener('pageshow', hide)
}

// The answer to a form that failed: so reloading it, or coming back to it, opens the form and sends nothing again.
history.replaceState(null, '')
for (const form of document.forms) sendOnlyOnce(form)
for (const box of document.querySelectorAll('#show-password')) {
  if (box instanceof HTMLInputElement) showOnDemand(box)
}
refreshLater()
