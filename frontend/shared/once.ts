// A file that comes as the answer tells the page nothing; by then a second press is meant.
const FILE_IS_COMING_MS = 4000

/** A form with data-once is sent once: its buttons rest until the answer is there. */
export function startOnce(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement
    if (!form.matches('form[data-once]') || event.defaultPrevented) return
    if (form.dataset.sending) event.preventDefault()
    else rest(form)
  })
  // A page that comes back from the browser's memory must not keep resting buttons.
  window.addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sending]')) wake(form)
  })
  document.addEventListener('htmx:afterRequest', (event) => {
    const form = (event.target as HTMLElement).closest?.('form')
    if (form) wake(form)
  })
}

/** Marks a form as on its way; the pressed button's own value must still be sent, so it waits a turn. */
export function rest(form: HTMLFormElement): void {
  form.dataset.sending = 'yes'
  window.setTimeout(() => setResting(form, true))
  if (form.dataset.givesFile !== undefined) window.setTimeout(() => wake(form), FILE_IS_COMING_MS)
}

/** Lets a form be sent again. */
export function wake(form: HTMLFormElement): void {
  delete form.dataset.sending
  setResting(form, false)
}

function setResting(form: HTMLFormElement, resting: boolean): void {
  for (const element of form.elements) {
    if (element instanceof HTMLButtonElement && element.type === 'submit') {
      element.classList.toggle('resting', resting)
      element.setAttribute('aria-disabled', String(resting))
    }
  }
}
