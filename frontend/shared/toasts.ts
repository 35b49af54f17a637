import { say } from './words'

const READING = 6_000

/** Lets toasts go after they were read, and says when a part could not be fetched. */
export function startToasts(): void {
  const shelf = document.getElementById('toasts')
  if (!shelf) return
  for (const line of shelf.querySelectorAll<HTMLElement>('[data-toast]')) letGo(line)
  new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => [...change.addedNodes])) {
      if (node instanceof HTMLElement && node.matches('[data-toast]')) letGo(node)
    }
  }).observe(shelf, { childList: true })
  shelf.addEventListener('click', (event) => {
    const button = (event.target as HTMLElement).closest('[data-dismiss]')
    button?.closest('[data-toast]')?.remove()
  })
  document.addEventListener('htmx:sendError', () => toast(say('offline'), 'error'))
  // A passkey that was not given, or a browser that knows none.
  document.addEventListener('allauth.error', () => toast(say('noKey'), 'error'))
  document.addEventListener('htmx:responseError', () => toast(say('failed'), 'error'))
}

/** Shows a short message at the edge of the page. */
export function toast(text: string, tone: 'info' | 'success' | 'warning' | 'error'): void {
  const line = document.createElement('div')
  line.className = `toast-line toast-${tone}`
  line.dataset.toast = ''
  const words = document.createElement('p')
  words.textContent = text
  const close = document.createElement('button')
  close.type = 'button'
  close.className = 'icon-button'
  close.dataset.dismiss = ''
  close.setAttribute('aria-label', say('close'))
  close.textContent = '×'
  line.append(words, close)
  document.getElementById('toasts')?.append(line)
}

function letGo(line: HTMLElement): void {
  if (line.classList.contains('toast-error')) return
  window.setTimeout(() => line.remove(), READING)
}
