/** Tabs that do not all fit are scrolled to the current one: nobody wonders where they are. */
export function startTabs(): void {
  showCurrent()
  document.addEventListener('htmx:afterSwap', showCurrent)
}

function showCurrent(): void {
  for (const tab of document.querySelectorAll<HTMLElement>('.tabs [aria-current]')) {
    const row = tab.parentElement
    if (!row) continue
    const [at, of] = [tab.getBoundingClientRect(), row.getBoundingClientRect()]
    row.scrollLeft += at.left - of.left - (of.width - at.width) / 2
  }
}
