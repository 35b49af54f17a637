import htmx from 'htmx.org'
import { type Map as Canvas, type LngLat, Marker } from 'maplibre-gl'
import type { GewuMap } from './element'

const LAYERS = { layers: ['area-fill'] }

/** Brings what is known of an area to the page: of the one clicked, or where somebody is. */
export class Chooser {
  #marker: Marker | null = null
  readonly #element: GewuMap
  readonly #map: Canvas

  constructor(element: GewuMap, map: Canvas) {
    this.#element = element
    this.#map = map
  }

  start(): void {
    this.#element.addEventListener('gewu:area', (event) => {
      this.#choose((event as CustomEvent<{ id: string }>).detail.id)
    })
    this.#element.addEventListener('gewu:here', (event) => {
      this.#here((event as CustomEvent<{ place: LngLat }>).detail.place)
    })
    this.#map.getCanvas().addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return
      event.preventDefault()
      this.#chooseAt(this.#map.getCenter())
    })
  }

  /** The place stays in this browser: the server is only asked for the area that is drawn there. */
  #here(place: LngLat): void {
    this.#marker?.remove()
    this.#marker = new Marker().setLngLat(place).addTo(this.#map)
    this.#map.once('idle', () => this.#chooseAt(place))
  }

  #chooseAt(place: LngLat): void {
    const [hit] = this.#map.queryRenderedFeatures(this.#map.project(place), LAYERS)
    this.#choose(hit?.properties.id ?? '')
  }

  #choose(id: string): void {
    const url = this.#element.getAttribute('choose')?.replace('{id}', id)
    if (!url) return
    this.#element.select(id)
    void htmx.ajax('get', url, { target: '#chosen', swap: 'outerHTML' }).then(() => {
      const chosen = document.getElementById('chosen')
      chosen?.scrollIntoView({ block: 'center' })
      chosen?.querySelector<HTMLElement>('[tabindex="-1"]')?.focus({ preventScroll: true })
    })
  }
}
