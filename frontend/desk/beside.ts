import htmx from 'htmx.org'
import { tell } from '../shared/live'
import { chosen, order, rows } from './chosen'

export type Beside = '' | 'ticket' | 'map'

const WIDE = window.matchMedia('(min-width: 1200px)')
const YEAR = 365 * 24 * 3600
const PAUSE = 140 // going through rows with a key held down fetches only where it stops
const GONE = 'gone'

let wait = 0

/** What stands beside the list now; nothing on a narrow screen. */
export function beside(): Beside {
  return WIDE.matches ? ((split()?.dataset.beside ?? '') as Beside) : ''
}

/** The list with the chosen ticket or a map beside it; this browser remembers which. */
export function startBeside(): void {
  if (!split()) return
  document.addEventListener('click', (event) => {
    const target = event.target as HTMLElement
    const button = target.closest<HTMLElement>('[data-beside-to]')
    if (button) change(button.dataset.besideTo as Beside)
    const link = target.closest<HTMLAnchorElement>('[data-rows] a.row-link')
    if (link && beside() === 'ticket' && isPlain(event)) choose(event, link)
  })
  document.addEventListener('gewu:row', (event) => {
    follow((event.target as HTMLElement).id)
  })
  document.addEventListener('htmx:afterSwap', keepUp)
  WIDE.addEventListener('change', fill)
  const id = window.location.hash.slice(1)
  if (order().includes(id)) chosen.choose(order(), id)
  mark()
  fill()
}

/** Fetches the chosen ticket into the pane, or empties it. */
export function showTicket(): void {
  const row = rows().find((each) => each.id === chosen.id)
  const pane = document.getElementById('beside')
  if (!pane || beside() !== 'ticket' || !row?.dataset.href) return
  if (ticketShown() !== row.id) pane.scrollTop = 0
  void fetchInto(`${row.dataset.href}?part=pane`)
}

/** Fetches something into the place beside the list. */
export function fetchInto(url: string): Promise<void> {
  return htmx.ajax('get', url, { source: '#beside', target: '#beside', swap: 'innerHTML' })
}

/** Fetches the list again. */
export function freshRows(): Promise<void> {
  const url = document.getElementById('rows')?.getAttribute('hx-get')
  if (!url) return Promise.resolve()
  return htmx.ajax('get', url, { source: '#rows', target: '#rows', swap: 'outerHTML' })
}

function change(to: Beside): void {
  const here = split()
  if (!here) return
  here.dataset.beside = to
  const secure = window.location.protocol === 'https:' ? '; secure' : ''
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not in every browser
  document.cookie = `gewu_beside=${to}; path=/; max-age=${YEAR}; samesite=lax${secure}`
  for (const button of document.querySelectorAll<HTMLElement>('[data-beside-to]')) {
    button.setAttribute('aria-pressed', String(button.dataset.besideTo === to))
  }
  fill()
}

function fill(): void {
  const to = beside()
  if (to === 'ticket') showTicket()
  const map = split()?.dataset.map
  if (to === 'map' && map && !document.getElementById('queue-map')) void fetchInto(map)
}

function choose(event: MouseEvent, link: HTMLAnchorElement): void {
  const row = link.closest('tr')
  if (!row) return
  event.preventDefault()
  chosen.choose(order(), row.id)
  row.focus({ preventScroll: true })
  row.dispatchEvent(new CustomEvent('gewu:row', { bubbles: true }))
}

/** A row was chosen: the address names it, so that coming back finds it again. */
function follow(id: string): void {
  mark()
  if (!beside()) return
  window.history.replaceState(window.history.state, '', `#${id}`)
  window.clearTimeout(wait)
  if (ticketShown() !== id) wait = window.setTimeout(showTicket, PAUSE)
}

/** The list was fetched again: the chosen row is marked; if its ticket moved, the pane looks again. */
function keepUp(): void {
  chosen.look(order())
  mark()
  const pane = document.getElementById('pane')
  if (!pane || ticketShown() !== chosen.id) return
  const version = document.getElementById(chosen.id)?.dataset.version ?? GONE
  if (!isNewer(version, pane.dataset.version)) return
  pane.dataset.version = version
  tell(`ticket:${pane.dataset.ticket}`)
}

/** The pane may know more than the list, right after a step; what left the list has moved once. */
function isNewer(version: string, shown = ''): boolean {
  if (version === GONE || shown === GONE) return version !== shown
  return Number(version) > Number(shown)
}

function mark(): void {
  for (const row of rows()) {
    if (row.id === chosen.id) row.setAttribute('aria-current', 'true')
    else row.removeAttribute('aria-current')
  }
}

function ticketShown(): string {
  const pane = document.getElementById('pane')
  return pane ? `t${pane.dataset.ticket}` : ''
}

function isPlain(event: MouseEvent): boolean {
  return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey
}

function split(): HTMLElement | null {
  return document.querySelector<HTMLElement>('.split[data-beside]')
}
