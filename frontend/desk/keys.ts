/** Keys of the whole desk; the dialog of ? lists them. */
const KEYS: Record<string, () => HTMLElement | null> = {
  '/': () => document.querySelector('[data-search]'),
  s: () => document.querySelector('.filter-bar input[type=search]') ?? KEYS['/']?.() ?? null,
  e: () => document.querySelector('.do-now .btn-primary') ?? document.querySelector('.do-now .btn'),
}

/** / and s go to the searches, e to the next step of the ticket, ? shows the keys. */
export function startKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
    const place = KEYS[event.key]?.()
    if (place) {
      event.preventDefault()
      place.focus()
      if (place instanceof HTMLInputElement) place.select()
    }
    if (event.key === '?') document.querySelector<HTMLDialogElement>('dialog#keys')?.showModal()
  })
}

/** Whether a key belongs to a control that takes letters, or to an open dialog. */
export function isTyping(target: EventTarget | null): boolean {
  if (document.querySelector('dialog[open]')) return true
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.matches('input, textarea, select')
}
