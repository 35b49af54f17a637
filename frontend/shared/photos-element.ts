import { downscaled } from './downscale'
import { say } from './words'

/** Around a file input: makes photos smaller, shows them, lets each be removed before sending. */
export class GewuPhotos extends HTMLElement {
  #photos: File[] = []
  readonly #shown = document.createElement('ul')

  connectedCallback(): void {
    this.#shown.className = 'photo-strip photo-strip-own'
    this.prepend(this.#shown)
    this.#input?.addEventListener('change', () => void this.#take())
  }

  get #input(): HTMLInputElement | null {
    return this.querySelector('input[type=file]')
  }

  async #take(): Promise<void> {
    const input = this.#input
    if (!input?.files) return
    this.classList.add('working')
    const taken = await Promise.all([...input.files].map(downscaled))
    this.#photos = input.multiple ? [...this.#photos, ...taken] : taken.slice(0, 1)
    this.classList.remove('working')
    this.#keep()
  }

  #keep(): void {
    const input = this.#input
    if (!input) return
    const kept = new DataTransfer()
    for (const photo of this.#photos) kept.items.add(photo)
    input.files = kept.files
    this.#shown.replaceChildren(...this.#photos.map((photo, index) => this.#preview(photo, index)))
  }

  #preview(photo: File, index: number): HTMLLIElement {
    const line = document.createElement('li')
    const image = document.createElement('img')
    image.src = URL.createObjectURL(photo)
    image.alt = photo.name
    image.onload = () => URL.revokeObjectURL(image.src)
    const remove = document.createElement('button')
    remove.type = 'button'
    remove.className = 'photo-remove'
    remove.textContent = '×'
    remove.setAttribute('aria-label', `${say('remove')} ${photo.name}`)
    remove.onclick = () => {
      this.#photos = this.#photos.filter((_, place) => place !== index)
      this.#keep()
    }
    line.append(image, remove)
    return line
  }
}
