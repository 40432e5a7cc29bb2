// Menus open and close without this script. With it they close by themselves, and open where they can be seen.

/** @returns {NodeListOf<HTMLDetailsElement>} */
function openMenus() {
  return document.querySelectorAll('details.menu[open]')
}

document.addEventListener('click', (event) => {
  const { target } = event
  if (!(target instanceof Element)) return
  for (const menu of openMenus()) if (!menu.contains(target)) menu.open = false
  const menu = target.closest('summary')?.parentElement
  if (!(menu instanceof HTMLDetailsElement) || !menu.matches('.menu')) return
  // The browser would open it only after this event.
  event.preventDefault()
  menu.open = !menu.open
  menu.lastElementChild?.scrollIntoView({ block: 'nearest' })
})

document.addEventListener('keydown', ({ key }) => {
  if (key !== 'Escape') return
  for (const menu of openMenus()) {
    const hadFocus = menu.contains(document.activeElement)
    menu.open = false
    if (hadFocus) menu.querySelector('summary')?.focus()
  }
})
