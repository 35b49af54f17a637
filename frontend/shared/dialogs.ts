/** Opens and closes <dialog> elements, and shows photos of a strip in one of them. */
export function startDialogs(): void {
  document.addEventListener('click', (event) => {
    const target = event.target as HTMLElement
    const opener = target.closest<HTMLElement>('[data-open]')
    if (opener?.dataset.open) open(opener, dialog(opener.dataset.open))
    if (target.closest('[data-close]')) target.closest('dialog')?.close()
    if (target instanceof HTMLDialogElement) target.close() // the click fell on the backdrop
    const photo = target.closest<HTMLAnchorElement>('a[data-photo]')
    if (photo && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      showPhoto(photo)
    }
  })
}

/** A dialog that many buttons share bears the words of the one that opened it. */
function open(opener: HTMLElement, shown: HTMLDialogElement | null): void {
  const title = shown?.querySelector('.dialog-title')
  if (title && opener.hasAttribute('data-names')) title.textContent = opener.textContent.trim()
  shown?.showModal()
}

function dialog(id: string): HTMLDialogElement | null {
  return document.querySelector<HTMLDialogElement>(`dialog#${CSS.escape(id)}`)
}

function showPhoto(link: HTMLAnchorElement): void {
  const shown = document.createElement('dialog')
  shown.className = 'dialog dialog-photo'
  const image = document.createElement('img')
  image.src = link.href
  image.alt = link.querySelector('img')?.alt ?? ''
  shown.append(image)
  shown.addEventListener('click', () => shown.close())
  shown.addEventListener('close', () => {
    shown.remove()
    link.focus()
  })
  document.body.append(shown)
  shown.showModal()
}
