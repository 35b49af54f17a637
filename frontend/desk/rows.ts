import { beside } from './beside'
import { chosen, order, rows } from './chosen'
import { isTyping } from './keys'

const STEPS: Record<string, 1 | -1> = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }

/** Rows of lists: j and k move, Enter and a click open; beside a pane they choose. */
export function startRows(): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
    const step = STEPS[event.key]
    if (step && movesRows(event)) {
      event.preventDefault()
      move(step)
    }
    if (event.key === 'Enter' && event.target instanceof HTMLTableRowElement) open(event.target)
  })
  document.addEventListener('click', (event) => {
    const target = event.target as HTMLElement
    if (target.closest('a, button, input, label, summary')) return
    const row = target.closest<HTMLTableRowElement>('[data-rows] tr[data-href]')
    if (!row || window.getSelection()?.toString()) return
    if (beside()) pick(row)
    else open(row)
  })
}

/** Chooses a row: it has the focus, and what stands beside the list follows. */
export function pick(row: HTMLTableRowElement): void {
  chosen.choose(order(), row.id)
  row.tabIndex = -1
  row.focus({ preventScroll: true })
  row.scrollIntoView({ block: 'nearest' })
  row.dispatchEvent(new CustomEvent('gewu:row', { bubbles: true }))
}

/** Letters always move; arrows scroll the page, unless a row or nothing is in focus beside a pane. */
function movesRows(event: KeyboardEvent): boolean {
  if (event.key === 'j' || event.key === 'k') return true
  const free = event.target === document.body || event.target instanceof HTMLTableRowElement
  return !event.shiftKey && free && beside() !== ''
}

function move(step: 1 | -1): void {
  const list = rows()
  const focused = document.activeElement?.closest('[data-rows] tr[data-href]')
  const from = list.findIndex((row) => (focused ? row === focused : row.id && row.id === chosen.id))
  const row = list[chosen.next(list.length, step, from)]
  if (row) pick(row)
}

function open(row: HTMLTableRowElement): void {
  if (row.dataset.href) window.location.assign(row.dataset.href)
}
