/** Says whether a place is marked, and lets the mark be removed again. */
export function startPlace(): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-place]')) {
    const inputs = place.querySelectorAll<HTMLInputElement>('input[type=hidden]')
    const said = place.querySelector<HTMLElement>('[data-place-said]')
    const tell = () => {
      if (said) said.hidden = [...inputs].some((input) => !input.value)
    }
    place.addEventListener('gewu:place', tell)
    place.querySelector('[data-place-forget]')?.addEventListener('click', () => {
      for (const input of inputs) input.value = ''
      place.querySelector('gewu-map')?.dispatchEvent(new CustomEvent('gewu:forget'))
      tell()
    })
    tell()
  }
}
