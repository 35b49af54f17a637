import { isTyping } from './keys'

/** Rows of lists: j and k move, Enter and a click open. */
export function startRows(): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
    if (event.key === 'j') move(1)
    if (event.key === 'k') move(-1)
    if (event.key === 'Enter' && event.target instanceof HTMLTableRowElement) open(event.target)
  })
  document.addEventListener('click', (event) => {
    const target = event.target as HTMLElement
    if (target.closest('a, button, input, label, summary')) return
    const row = target.closest<HTMLTableRowElement>('[data-rows] tr[data-href]')
    if (row && !window.getSelection()?.toString()) open(row)
  })
}

function move(step: number): void {
  const rows = [...document.querySelectorAll<HTMLTableRowElement>('[data-rows] tr[data-href]')]
  const focused = rows.indexOf(document.activeElement as HTMLTableRowElement)
  const start = focused < 0 && step < 0 ? rows.length : focused
  const next = rows[Math.max(0, Math.min(rows.length - 1, start + step))]
  if (!next) return
  next.tabIndex = -1
  next.focus()
  next.scrollIntoView({ block: 'nearest' })
}

function open(row: HTMLTableRowElement): void {
  if (row.dataset.href) window.location.assign(row.dataset.href)
}
