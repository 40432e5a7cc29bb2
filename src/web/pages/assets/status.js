// Refreshes a page while it is visible; the pages also work without JavaScript.

/** Fetches this page again and updates what has changed. */
async function refresh() {
  try {
    const response = await fetch(location.href)
    // The session has ended: a reload leads to the sign-in page, which leads back here.
    if (response.redirected) return location.reload()
    if (response.ok) update(await response.text())
  } catch {
    // Possibly offline for a moment: try again later.
  }
  refreshLater()
}

/** @param {string} page HTML */
function update(page) {
  const fresh = new DOMParser().parseFromString(page, 'text/html')
  const focused = document.activeElement?.id
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
