/** Asks before a form, a button or a link with data-confirm goes on. */
export function startConfirm(): void {
  document.addEventListener('submit', onSubmit, true)
  document.addEventListener('click', onClick, true)
}

const agreed = new WeakSet<Element>()

function onSubmit(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement
  const submitter = event.submitter as HTMLElement | null
  const words = submitter?.dataset.confirm ?? form.dataset.confirm
  if (!words || agreed.delete(form)) return
  event.preventDefault()
  event.stopImmediatePropagation()
  void ask(words).then((yes) => {
    if (!yes) return
    agreed.add(form)
    form.requestSubmit(submitter)
  })
}

function onClick(event: MouseEvent): void {
  const link = (event.target as HTMLElement).closest<HTMLAnchorElement>('a[data-confirm]')
  if (!link?.dataset.confirm || agreed.delete(link)) return
  event.preventDefault()
  event.stopImmediatePropagation()
  void ask(link.dataset.confirm).then((yes) => {
    if (!yes) return
    agreed.add(link)
    link.click()
  })
}

/** Shows the page's own dialog and answers whether the person agreed. */
export function ask(words: string): Promise<boolean> {
  const shown = document.querySelector<HTMLDialogElement>('dialog#confirm')
  if (!shown) return Promise.resolve(window.confirm(words))
  const said = shown.querySelector('#confirm-words')
  if (said) said.textContent = words
  return new Promise((answer) => {
    let yes = false
    const agree = () => {
      yes = true
      shown.close()
    }
    const button = shown.querySelector<HTMLButtonElement>('button[value=yes]')
    button?.addEventListener('click', agree, { once: true })
    const finish = () => {
      button?.removeEventListener('click', agree)
      answer(yes)
    }
    shown.addEventListener('close', finish, { once: true })
    shown.showModal()
    button?.focus()
  })
}
