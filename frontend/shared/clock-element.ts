import { face, type Shown } from './clock'
import { language } from './words'

const ICONS: Record<Shown, string> = {
  running: 'clock',
  near: 'clock-exclamation',
  overdue: 'alarm',
}

/** Keeps the words of a deadline right while the page is open; without it the server's stay. */
export class GewuClock extends HTMLElement {
  #timer = 0

  connectedCallback(): void {
    if (this.getAttribute('state') !== 'running') return
    this.#timer = window.setInterval(() => this.draw(), 30_000)
    this.draw()
  }

  disconnectedCallback(): void {
    window.clearInterval(this.#timer)
  }

  draw(now = new Date()): void {
    const due = this.getAttribute('due')
    if (!due) return
    const warn = this.getAttribute('warn')
    const shown = face(new Date(due), now, warn ? new Date(warn) : null, language())
    const words = this.querySelector('span')
    if (words && words.textContent !== shown.text) words.textContent = shown.text
    this.classList.remove('clock-running', 'clock-near', 'clock-overdue')
    this.classList.add(`clock-${shown.state}`)
    this.#changeIcon(ICONS[shown.state])
  }

  #changeIcon(name: string): void {
    const use = this.querySelector('use')
    const sprite = use?.getAttribute('href')?.split('#')[0]
    if (use && sprite !== undefined) use.setAttribute('href', `${sprite}#${name}`)
  }
}
