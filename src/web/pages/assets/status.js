// Refreshes a page while it is visible; the pages also work without JavaScript.

// A cut connection may never answer.
const ANSWER_MS = 10_000

/** Fetches this page again and updates what has changed. */
async function refresh() {
  try {
    const response = await fetch(location.href, { signal: AbortSignal.timeout(ANSWER_MS) })
    // The session has ended: a reload leads to the sign-in page, which leads back here.
    if (response.redirected) return location.reload()
    if (response.ok) {
      update(await response.text())
      document.dispatchEvent(new Event('refreshed'))
    }
  } catch {
    // Possibly offline for a moment: try again later. freshness.js says so if it lasts.
  }
  refreshLater()
}

/** @param {string} page HTML */
function update(page) {
  const fresh = new DOMParser().parseFromString(page, 'text/html')
  // Other scripts add the same to a fresh page as to this one, so that it does not count as a change.
  document.dispatchEvent(new CustomEvent('fresh', { detail: fresh }))
  const focused = document.activeElement?.id
  // What is open is open in the fresh page, too: it stays open even where it is replaced.
  for (const { id } of document.querySelectorAll('details[open][id]')) {
    fresh.getElementById(id)?.setAttribute('open', '')
  }
  for (const part of document.querySelectorAll('[data-live]')) {
    const next = fresh.getElementById(part.id)
    if (next) merge(part, next)
  }
  if (!focused || document.activeElement !== document.body) return
  document.getElementById(focused)?.focus({ preventScroll: true })
}

/**
 * Replaces only what differs: unchanged elements keep their position, focus and selection.
 * @param {Element} now
 * @param {Element} next
 */
function merge(now, next) {
  if (now.isEqualNode(next)) return
  const parts = [...next.children]
  if (parts.length === 0 || parts.some(({ id }) => id === '')) return now.replaceWith(next)
  for (const [index, part] of parts.entries()) {
    const known = [...now.children].find(({ id }) => id === part.id)
    const there = now.children[index] ?? null
    if (known === undefined) {
      now.insertBefore(part, there)
    } else {
      if (known !== there) now.insertBefore(known, there)
      merge(known, part)
    }
  }
  while (now.children.length > parts.length) now.lastElementChild?.remove()
}

let timer = 0

/** A hidden page does not refresh until it is visible again. */
function refreshLater() {
  clearTimeout(timer)
  const seconds = document.body.dataset['liveSeconds']
  if (seconds && !document.hidden) timer = setTimeout(refresh, Number(seconds) * 1000)
}

document.addEventListener('visibilitychange', () => {
  if (document.hidden) clearTimeout(timer)
  else if (document.body.dataset['liveSeconds']) refresh()
})
refreshLater()
