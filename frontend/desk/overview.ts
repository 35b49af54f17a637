import type { GewuMap } from '../map/element'
import { beside } from './beside'
import { chosen, rows } from './chosen'
import { dotsOf, titleOf } from './dots'
import { pick } from './rows'

/** The map beside the list shows the tickets of the page; a dot and its row know each other. */
export function startOverview(): void {
  if (!document.getElementById('beside')) return
  document.addEventListener('gewu:map', plot)
  document.addEventListener('htmx:afterSwap', plot)
  document.addEventListener('gewu:row', (event) => point((event.target as HTMLElement).id, true))
  document.addEventListener('gewu:point', (event) => {
    const { id } = (event as CustomEvent<{ id: string }>).detail
    const row = rows().find((each) => each.id === id)
    if (row && beside() === 'map') pick(row)
  })
  document.addEventListener('mouseover', (event) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-rows] tr[data-href]')
    if (row) point(row.id)
  })
  document.addEventListener('mouseout', (event) => {
    const left =
      event.relatedTarget instanceof Element && event.relatedTarget.closest('[data-rows]')
    if (!left) point(chosen.id)
  })
  document.addEventListener('click', (event) => {
    const link = (event.target as HTMLElement).closest<HTMLElement>('#unplaced a')
    const row = link && document.getElementById(link.dataset.row ?? '')
    if (!(row instanceof HTMLTableRowElement)) return
    event.preventDefault()
    pick(row)
  })
}

function plot(): void {
  const map = ground()
  if (!map) return
  tellUnplaced() // first, since the map gives way to it
  map.plot(dotsOf(rows()))
  point(chosen.id)
}

function point(id: string, calls = false): void {
  if (beside() === 'map') ground()?.point(id, calls)
}

function ground(): GewuMap | null {
  return document.querySelector<GewuMap>('#queue-map gewu-map[ready]')
}

function tellUnplaced(): void {
  const box = document.getElementById('unplaced')
  const missing = rows().filter((row) => !row.dataset.lon)
  if (!box) return
  box.hidden = !missing.length
  box.querySelector('ul')?.replaceChildren(
    ...missing.map((row) => {
      const line = document.createElement('li')
      const link = document.createElement('a')
      link.href = row.dataset.href ?? ''
      link.dataset.row = row.id
      link.textContent = titleOf(row)
      line.append(link)
      return line
    }),
  )
}
