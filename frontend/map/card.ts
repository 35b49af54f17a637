import type { Map as Canvas, MapGeoJSONFeature } from 'maplibre-gl'
import { language, say } from '../shared/words'
import { type AreaProperties, nameOf, type PointProperties } from './data'
import type { GewuMap } from './element'

/** Says in a small card what was clicked, with a link to it. */
export class Card {
  readonly #element: GewuMap
  readonly #map: Canvas
  readonly #sheet = document.createElement('div')

  constructor(element: GewuMap, map: Canvas) {
    this.#element = element
    this.#map = map
    this.#sheet.className = 'map-card'
    this.#sheet.setAttribute('role', 'status')
    this.#sheet.hidden = true
  }

  start(): void {
    this.#element.append(this.#sheet)
    this.#map.on('click', (event) => {
      const layers = ['clusters', 'points', 'area-fill']
      const [hit] = this.#map.queryRenderedFeatures(event.point, { layers })
      if (hit?.layer.id === 'points') this.#sayPoint(hit)
      else if (hit?.layer.id === 'area-fill') this.#sayArea(hit)
      else this.#sheet.hidden = true
    })
    for (const layer of ['points', 'clusters']) {
      this.#map.on('mouseenter', layer, () => this.#cursor('pointer'))
      this.#map.on('mouseleave', layer, () => this.#cursor(''))
    }
  }

  #sayPoint(hit: MapGeoJSONFeature): void {
    const point = hit.properties as PointProperties
    this.#say(point.title ?? point.id, say(point.state), point.url)
    this.#tell('gewu:point', point.id)
  }

  #sayArea(hit: MapGeoJSONFeature): void {
    const area = hit.properties as AreaProperties
    const page = this.#element.data.tiles?.page.replace('{id}', area.id)
    this.#say(nameOf(area, language() === 'zh'), '', area.url ?? page)
    this.#tell('gewu:area', area.id)
  }

  #say(title: string, note: string, url?: string): void {
    const line = document.createElement(url ? 'a' : 'strong')
    line.textContent = title
    if (url) line.setAttribute('href', url)
    const small = document.createElement('small')
    small.textContent = note
    this.#sheet.replaceChildren(line, ...(note ? [small] : []))
    // Where the page itself tells more of what was chosen, the card would only be in the way.
    const isToldElsewhere = ['choose', 'draws'].some((each) => this.#element.hasAttribute(each))
    this.#sheet.hidden = !title || isToldElsewhere
  }

  #tell(name: string, id: string): void {
    this.#element.dispatchEvent(new CustomEvent(name, { detail: { id }, bubbles: true }))
  }

  #cursor(cursor: string): void {
    this.#map.getCanvas().style.cursor = cursor
  }
}
