/** On a phone the filters above a list stand behind a button; those in use are open from the start. */
export function startFolding(): void {
  document.addEventListener('click', (event) => {
    const button = (event.target as HTMLElement).closest<HTMLElement>('[data-fold]')
    const bar = button?.closest<HTMLElement>('[data-folds]')
    if (!button || !bar) return
    const opens = bar.dataset.folds === 'closed'
    bar.dataset.folds = opens ? 'open' : 'closed'
    button.setAttribute('aria-expanded', String(opens))
  })
}
