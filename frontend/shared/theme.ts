/** Changes the theme at once; the form keeps the choice on the server. */
export function startTheme(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement
    if (!form.matches('[data-theme-switch]')) return
    const chosen = (event.submitter as HTMLButtonElement | null)?.value
    if (!chosen) return
    event.preventDefault()
    show(form, chosen)
    const data = new FormData(form)
    data.set('theme', chosen)
    void fetch(form.action, { method: 'POST', body: data, redirect: 'manual' })
  })
}

function show(form: HTMLFormElement, chosen: string): void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)').matches
  const resolved = chosen === 'auto' ? (dark ? 'dark' : 'light') : chosen
  document.documentElement.dataset.theme = chosen
  document.documentElement.dataset.bsTheme = resolved
  for (const button of form.querySelectorAll('button')) {
    button.setAttribute('aria-pressed', String(button.value === chosen))
  }
  document.dispatchEvent(new CustomEvent('gewu:theme', { detail: resolved }))
}
