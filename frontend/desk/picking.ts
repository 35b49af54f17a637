import { isTyping } from './keys'

/** Ticked rows of a list; they stay ticked when the list is fetched again. */
export class Picks {
  readonly ids = new Set<string>()
  private last = ''

  /** Tick or untick one; with shift, everything between it and the one before. */
  pick(order: readonly string[], id: string, on: boolean, through = false): void {
    const from = through ? order.indexOf(this.last) : -1
    const here = order.indexOf(id)
    const touched = from < 0 ? [id] : order.slice(Math.min(from, here), Math.max(from, here) + 1)
    for (const each of touched) {
      if (on) this.ids.add(each)
      else this.ids.delete(each)
    }
    this.last = id
  }

  /** Tick or untick everything on the page. */
  all(order: readonly string[], on: boolean): void {
    for (const id of order) {
      if (on) this.ids.add(id)
      else this.ids.delete(id)
    }
  }

  /** Forget rows that are no longer on the page: what is not seen must not be moved. */
  keepOnly(order: readonly string[]): void {
    const here = new Set(order)
    for (const id of this.ids) if (!here.has(id)) this.ids.delete(id)
  }
}

const picks = new Picks()

/** Checkboxes of rows: click, shift-click, all on this page, x for the row in focus. */
export function startPicking(): void {
  document.addEventListener('click', (event) => {
    const box = event.target
    if (!(box instanceof HTMLInputElement)) return
    if (box.matches('[data-pick]')) picks.pick(order(), box.value, box.checked, event.shiftKey)
    else if (box.matches('[data-pick-all]')) picks.all(order(), box.checked)
    else return
    show()
  })
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
    if (event.key !== 'x') return
    const box = document.activeElement
      ?.closest('tr')
      ?.querySelector<HTMLInputElement>('input[data-pick]')
    if (!box) return
    picks.pick(order(), box.value, !box.checked)
    show()
  })
  document.body.addEventListener('htmx:afterSwap', show)
  // A browser that goes back fills in what was ticked.
  for (const box of boxes()) if (box.checked) picks.ids.add(box.value)
  show()
}

function boxes(): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>('input[data-pick]')]
}

function order(): string[] {
  return boxes().map((box) => box.value)
}

function show(): void {
  const here = boxes()
  picks.keepOnly(here.map((box) => box.value))
  for (const box of here) box.checked = picks.ids.has(box.value)
  const all = document.querySelector<HTMLInputElement>('input[data-pick-all]')
  if (all) {
    all.checked = here.length > 0 && picks.ids.size === here.length
    all.indeterminate = picks.ids.size > 0 && !all.checked
  }
  const count = document.querySelector('[data-picked]')
  if (count) count.textContent = String(picks.ids.size)
}
