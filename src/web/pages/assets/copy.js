// The copy buttons of the operators' pages. Without this script, or where a browser may not copy, they stay hidden.

const SAID_MS = 2000

/** Outside of what refreshes, so that it is read out and stays. */
const copied = document.createElement('p')
copied.className = 'copied'
copied.setAttribute('role', 'status')

/** @param {ParentNode} root */
function showCopyButtons(root) {
  for (const button of root.querySelectorAll('[data-copy]')) button.removeAttribute('hidden')
}

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text)
    sayCopied('Copied')
  } catch {
    sayCopied('The browser did not copy it')
  }
}

let saidTimer = 0

/** @param {string} words */
function sayCopied(words) {
  clearTimeout(saidTimer)
  copied.textContent = words
  saidTimer = setTimeout(() => copied.replaceChildren(), SAID_MS)
}

if ('clipboard' in navigator) {
  document.body.append(copied)
  showCopyButtons(document)
  document.addEventListener('fresh', (event) => {
    if (event instanceof CustomEvent) showCopyButtons(event.detail)
  })
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('[data-copy]') : null
    const text = button?.getAttribute('data-copy')
    if (text) copy(text)
  })
}
