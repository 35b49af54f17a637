/** Keys of the whole desk: / goes to the search, ? shows the keys. */
export function startKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
    if (event.key === '/') {
      const search = document.querySelector<HTMLInputElement>('[data-search]')
      if (search) event.preventDefault()
      search?.focus()
      search?.select()
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
