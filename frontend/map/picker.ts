import { type Map as Canvas, type LngLat, Marker } from 'maplibre-gl'
import type { GewuMap } from './element'

const DIGITS = 6

/** Lets a person choose a place: by click, by Enter at the middle, by dragging, by the device. */
export class Picker {
  #marker: Marker | null = null
  readonly #element: GewuMap
  readonly #map: Canvas

  constructor(element: GewuMap, map: Canvas) {
    this.#element = element
    this.#map = map
  }

  start(): void {
    const known = this.#known()
    if (known) this.mark(known)
    this.#map.on('click', (event) => this.choose(event.lngLat))
    this.#map.getCanvas().addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return
      event.preventDefault()
      this.choose(this.#map.getCenter())
    })
    this.#element.addEventListener('gewu:here', (event) => {
      const { place, accuracy } = (event as CustomEvent<{ place: LngLat; accuracy: number }>).detail
      this.choose(place, accuracy)
    })
    this.#element.addEventListener('gewu:forget', () => {
      this.#marker?.remove()
      this.#marker = null
    })
  }

  /** Shows the place and tells the form. */
  choose(place: LngLat, accuracy: number | null = null): void {
    this.mark(place)
    const detail = { lon: rounded(place.lng), lat: rounded(place.lat), accuracy }
    this.#fill('lon-input', detail.lon)
    this.#fill('lat-input', detail.lat)
    this.#element.dispatchEvent(new CustomEvent('gewu:place', { detail, bubbles: true }))
  }

  /** Shows the place. */
  mark(place: LngLat): void {
    if (this.#marker) {
      this.#marker.setLngLat(place)
      return
    }
    const picking = this.#element.hasAttribute('pick')
    this.#marker = new Marker({ element: pin(), anchor: 'bottom', draggable: picking })
      .setLngLat(place)
      .addTo(this.#map)
    this.#marker.on('dragend', () => {
      if (this.#marker) this.choose(this.#marker.getLngLat())
    })
  }

  #known(): LngLat | null {
    const lon = Number.parseFloat(this.#input('lon-input')?.value ?? '')
    const lat = Number.parseFloat(this.#input('lat-input')?.value ?? '')
    const given = Number.isFinite(lon) && Number.isFinite(lat)
    const [west, south] = given ? [lon, lat] : (this.#element.data.place ?? [])
    if (west === undefined || south === undefined) return null
    const centre = this.#map.getCenter()
    centre.lng = west
    centre.lat = south
    this.#map.jumpTo({ center: centre, zoom: Math.max(this.#map.getZoom(), 16) })
    return centre
  }

  #fill(attribute: string, value: number): void {
    const input = this.#input(attribute)
    if (!input) return
    input.value = String(value)
    input.dispatchEvent(new Event('change', { bubbles: true }))
  }

  #input(attribute: string): HTMLInputElement | null {
    const found = document.getElementById(this.#element.getAttribute(attribute) ?? '')
    return found instanceof HTMLInputElement ? found : null
  }
}

function rounded(degrees: number): number {
  return Number(degrees.toFixed(DIGITS))
}

function pin(): HTMLElement {
  const element = document.createElement('div')
  element.className = 'map-pin'
  element.innerHTML =
    '<svg viewBox="0 0 32 40" aria-hidden="true"><path d="M16 39C9 30 3 23 3 15a13 13 0 0 1 26 0c0 8-6 15-13 24z"/><circle cx="16" cy="15" r="5"/></svg>'
  return element
}
