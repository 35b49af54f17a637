/** Opens and closes <dialog> elements, and shows photos of a strip in one of them. */
export function startDialogs(): void {
  document.addEventListener('click', (event) => {
    const target = event.target as HTMLElement
    const opener = target.closest<HTMLElement>('[data-open]')
    if (opener?.dataset.open) dialog(opener.dataset.open)?.showModal()
    if (target.closest('[data-close]')) target.closest('dialog')?.close()
    if (target instanceof HTMLDialogElement) target.close() // the click fell on the backdrop
    const photo = target.closest<HTMLAnchorElement>('a[data-photo]')
    if (photo && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      showPhoto(photo)
    }
  })
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
