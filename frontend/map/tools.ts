import { LngLat } from 'maplibre-gl'
import { toast } from '../shared/toasts'
import { say, type Word } from '../shared/words'
import { boxOf, type MapData, statesIn } from './data'
import type { GewuMap } from './element'
import { legendShape } from './shapes'

/** The buttons on the map: closer, further, my grid, my place, and where north is. */
export function tools(element: GewuMap): HTMLElement[] {
  const zoom = box('map-group', [
    button('zoomIn', '+', () => element.map?.zoomIn()),
    button('zoomOut', '−', () => element.map?.zoomOut()),
  ])
  const north = document.createElement('span')
  north.className = 'map-north'
  north.textContent = say('north')
  const extra: HTMLElement[] = []
  if (element.data.mine) extra.push(button('mine', say('mine'), () => showMine(element)))
  const isHere = element.hasAttribute('pick') || element.hasAttribute('choose')
  if (isHere) extra.push(button('place', say('place'), () => here(element)))
  return [box('map-tools', [north, zoom]), ...(extra.length ? [box('map-actions', extra)] : [])]
}

/** What the shapes and the five steps mean, in words. */
export function legend(data: MapData): HTMLElement[] {
  const states = statesIn(data).map((state) =>
    item(legendShape(state), data.words?.[state] ?? say(state)),
  )
  const steps = (data.legend ?? []).map((words, index) => {
    const swatch = document.createElement('span')
    swatch.className = `map-swatch map-step-${index + 1}`
    return item(swatch, words)
  })
  const lines = [...steps, ...states]
  return lines.length ? [box('map-legend', lines)] : []
}

function showMine(element: GewuMap): void {
  const areas = element.data.areas?.features ?? []
  element.show(boxOf(areas.filter((area) => area.properties.id === element.data.mine)))
}

function here(element: GewuMap): void {
  const missing = () => toast(say('noPlace'), 'warning')
  if (!navigator.geolocation) {
    missing()
    return
  }
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const place = new LngLat(coords.longitude, coords.latitude)
      element.map?.easeTo({ center: place, zoom: 17 })
      const detail = { place, accuracy: Math.round(coords.accuracy) }
      element.dispatchEvent(new CustomEvent('gewu:here', { detail }))
    },
    missing,
    { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
  )
}

function button(word: Word, text: string, act: () => void): HTMLButtonElement {
  const made = document.createElement('button')
  made.type = 'button'
  made.textContent = text
  made.title = say(word)
  made.setAttribute('aria-label', say(word))
  made.onclick = act
  return made
}

function item(sign: Element, words: string): HTMLElement {
  const line = document.createElement('span')
  line.append(sign, words)
  return line
}

function box(name: string, children: HTMLElement[]): HTMLElement {
  const made = document.createElement('div')
  made.className = name
  made.append(...children)
  return made
}
