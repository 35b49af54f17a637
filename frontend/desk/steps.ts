import htmx from 'htmx.org'
import { beside, fetchInto, freshRows } from './beside'
import { chosen } from './chosen'

/** Steps of the ticket beside the list: their forms open above it, and answer there. */
export function startSteps(): void {
  if (!document.getElementById('beside')) return
  // Before htmx and the dialogs hear the click, which open the step as on the ticket's own page.
  document.addEventListener('click', onClick, true)
  document.addEventListener('htmx:afterSwap', prepare)
  document.addEventListener('htmx:beforeSwap', onAnswer)
}

function onClick(event: MouseEvent): void {
  const target = event.target as HTMLElement
  if (target.closest('[data-leave-step]')) leave()
  const link = target.closest<HTMLAnchorElement>('#pane a[href]')
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return
  const url = inside(link)
  if (url === null) return
  event.preventDefault()
  event.stopImmediatePropagation()
  link.closest('details')?.removeAttribute('open')
  if (url) open(url, link.hasAttribute('data-step') ? (link.textContent ?? '').trim() : '')
  else leave()
}

/** Where a link leads that belongs to a step: '' leaves it, null is for the browser. */
function inside(link: HTMLAnchorElement): string | null {
  if (link.hasAttribute('data-step')) return link.pathname
  if (!link.closest('#pane-form')) return null
  if (link.getAttribute('href')?.startsWith('?')) return `${step()?.dataset.from}${link.search}`
  return link.pathname === document.getElementById('pane')?.dataset.url ? '' : null
}

function open(url: string, title: string): void {
  const card = step()
  const heading = document.getElementById('pane-step-title')
  if (!card || !heading) return
  if (title) {
    card.dataset.from = url
    heading.textContent = title
    document.getElementById('pane-form')?.replaceChildren()
  }
  card.hidden = false // before its form comes: a map in it must know its size
  const asked = htmx.ajax('get', url, { source: card, target: '#pane-form', swap: 'innerHTML' })
  void asked.then(() => {
    document.getElementById('beside')?.scrollTo({ top: 0 })
    firstField(card)?.focus()
  })
}

function leave(): void {
  const card = step()
  if (!card || card.hidden) return
  card.hidden = true
  document.getElementById('pane-form')?.replaceChildren()
  document.querySelector<HTMLElement>('#pane .do-now .btn')?.focus()
}

/** Forms of a step are sent and answered in place. */
function prepare(): void {
  const from = step()?.dataset.from
  if (!from) return
  for (const form of document.querySelectorAll<HTMLFormElement>('#pane-form form')) {
    if (form.hasAttribute('hx-post') || form.hasAttribute('hx-get')) continue
    const action = form.getAttribute('action') || from
    form.setAttribute(form.method === 'post' ? 'hx-post' : 'hx-get', action)
    form.setAttribute('hx-target', '#pane-form')
    form.setAttribute('hx-swap', 'innerHTML')
    htmx.process(form)
  }
}

interface Answer {
  xhr: XMLHttpRequest
  target: HTMLElement
  requestConfig: { verb: string; path: string }
}

/** A step that was done leads on: here to the fresh ticket and list, elsewhere as a page. */
function onAnswer(event: Event): void {
  const { xhr, target, requestConfig } = (event as CustomEvent<Answer>).detail
  if (target?.id !== 'pane-form' || requestConfig.verb !== 'post' || xhr.status >= 400) return
  const landed = new URL(xhr.responseURL, window.location.href)
  if (landed.pathname === new URL(requestConfig.path, window.location.href).pathname) return
  event.preventDefault()
  void goOn(landed)
}

async function goOn(landed: URL): Promise<void> {
  const pane = document.getElementById('pane')
  const isHere = landed.pathname === pane?.dataset.url
  if (!isHere && landed.pathname !== window.location.pathname) {
    window.location.assign(landed.href)
    return
  }
  if (isHere && beside() === 'ticket') await fetchInto(`${landed.pathname}?part=pane`)
  else pane?.remove()
  await freshRows()
  const row = document.getElementById(chosen.id) ?? document.getElementById('pane-title')
  row?.focus({ preventScroll: true })
}

function firstField(card: HTMLElement): HTMLElement | null {
  const fields = 'input:not([type=hidden]):not([type=file]), select, textarea'
  return (
    card.querySelector<HTMLElement>('[autofocus]') ??
    card.querySelector<HTMLElement>(fields) ??
    card.querySelector<HTMLElement>('#pane-form button')
  )
}

function step(): HTMLElement | null {
  return document.getElementById('pane-step')
}
