// Brings a page up to date while somebody looks at it; everything works without it, too.

/** Asks for this page again and takes over what has changed. */
async function refresh() {
  try {
    const response = await fetch(location.href)
    // Signed out meanwhile: the page itself is sent to the sign-in, and comes back from there.
    if (response.redirected) return location.reload()
    if (response.ok) takeOver(await response.text())
  } catch {
    // Offline for a moment: the next try may do.
  }
  refreshLater()
}

/** @param {string} page HTML */
function takeOver(page) {
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
 * Replaces no more than what differs: whatever stays the same keeps its place, its focus and what is selected in it.
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

/** A page that nobody sees waits until somebody does. */
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
