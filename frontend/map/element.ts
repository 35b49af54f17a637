import '../styles/map.css'
import {
  Map as Canvas,
  type GeoJSONSource,
  LngLat,
  prewarm,
  ScaleControl,
  setWorkerUrl,
} from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import { language, say } from '../shared/words'
import { CLOSEST_FIRST, ROOM } from './ahead'
import { Card } from './card'
import { Chooser } from './chooser'
import { type Box, boxOf, dataOf, firstBox, type MapData, onlyOf, STATES } from './data'
import { palette } from './palette'
import { Picker } from './picker'
import { picture } from './shapes'
import { asked, creditOf, type Site, startSite } from './site'
import { styleOf } from './style'
import { legend, tools } from './tools'

setWorkerUrl(workerUrl)
prewarm() // the worker reads its script while the map is being made

const FONT = '"PingFang SC","HarmonyOS Sans SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif'

/** `<gewu-map source="id">`: areas, points and a place to pick, drawn from the JSON in a template. */
export class GewuMap extends HTMLElement {
  map: Canvas | null = null
  data: MapData = {}
  #repaint = () => this.map?.setStyle(this.#style(), { diff: false })

  connectedCallback(): void {
    this.data = dataOf(this)
    const ground = document.createElement('div')
    ground.className = 'map-ground'
    this.prepend(ground)
    try {
      this.map = this.#draw(ground)
    } catch {
      this.#fail(ground)
    }
    document.addEventListener('gewu:theme', this.#repaint)
  }

  disconnectedCallback(): void {
    document.removeEventListener('gewu:theme', this.#repaint)
    this.map?.remove()
    this.map = null
  }

  /** Moves the view to a box, calmly. */
  show(box: Box | null): void {
    if (box) this.map?.fitBounds(box, { padding: ROOM, maxZoom: CLOSEST_FIRST, duration: 400 })
  }

  /** Draws these tickets instead of those before; the first time the view moves to them. */
  plot(points: NonNullable<MapData['points']>): void {
    const isFirst = !this.data.points
    this.data = { ...this.data, points }
    this.map?.getSource<GeoJSONSource>('points')?.setData(points)
    this.querySelector('.map-legend')?.remove()
    this.append(...legend(this.data))
    this.map?.resize()
    if (isFirst && points.features.length) this.show(boxOf(points.features))
  }

  /** Rings one ticket, even where it is inside a cluster; one that calls is brought into view. */
  point(id: string, calls = false): void {
    this.data = { ...this.data, pointed: id }
    const found = onlyOf(this.data, id)
    this.map?.getSource<GeoJSONSource>('pointed')?.setData(found)
    const place = found.features[0]?.geometry.coordinates as [number, number] | undefined
    if (!calls || !place || this.map?.getBounds().contains(place)) return
    this.map?.easeTo({ center: place, duration: 400 })
  }

  /** Outlines one area. */
  select(id: string): void {
    this.data = { ...this.data, selected: id }
    this.map?.setFilter('area-selected', ['==', ['get', 'id'], id])
  }

  #site(): Site | null {
    const said = this.getAttribute('site')
    return said ? (JSON.parse(said) as Site) : null
  }

  #style() {
    return styleOf(this.data, palette(this), language() === 'zh')
  }

  #draw(ground: HTMLElement): Canvas {
    const box = firstBox(this.data)
    const map = new Canvas({
      container: ground,
      style: this.#style(),
      attributionControl: false,
      localIdeographFontFamily: FONT,
      dragRotate: false,
      pitchWithRotate: false,
      maxZoom: 20,
      fadeDuration: 100,
      validateStyle: false,
      transformRequest: asked,
      locale: {
        'Map.Title': this.dataset.label ?? '',
        'CooperativeGesturesHandler.WindowsHelpText': say('zoomKey', 'Ctrl'),
        'CooperativeGesturesHandler.MacHelpText': say('zoomKey', '⌘'),
        'CooperativeGesturesHandler.MobileHelpText': say('twoFingers'),
      },
      ...(box
        ? { bounds: box, fitBoundsOptions: { padding: ROOM, maxZoom: CLOSEST_FIRST } }
        : { center: this.data.centre ?? [104, 35], zoom: this.data.zoom ?? 3.4 }),
    })
    map.touchZoomRotate.disableRotation()
    map.keyboard.disableRotation()
    map.cooperativeGestures[this.closest('.portal') ? 'enable' : 'disable']()
    map.addControl(new ScaleControl({ maxWidth: 96, unit: 'metric' }), 'bottom-left')
    map.setMissingStyleImageResolver((id) => this.#addShape(map, id))
    map.once('load', () => this.#ready(map))
    return map
  }

  #ready(map: Canvas): void {
    this.querySelector('.map-waiting')?.remove()
    map.getCanvas().setAttribute('aria-label', this.dataset.label ?? '')
    this.append(...tools(this), ...legend(this.data))
    const site = this.#site()
    if (site) {
      startSite(map, site, () => palette(this))
      this.append(creditOf(site))
    }
    if (this.hasAttribute('pick')) new Picker(this, map).start()
    else if (this.data.place) new Picker(this, map).mark(new LngLat(...this.data.place))
    if (!this.hasAttribute('pick')) new Card(this, map).start()
    if (this.hasAttribute('choose')) new Chooser(this, map).start()
    map.on('click', 'clusters', (event) => void this.#open(map, event.features?.[0]))
    this.toggleAttribute('ready', true)
    this.dispatchEvent(new CustomEvent('gewu:map', { bubbles: true }))
  }

  #addShape(map: Canvas, id: string): void {
    const state = STATES.find((known) => id === `state-${known}`)
    if (!state || map.hasImage(id)) return
    const colours = palette(this)
    const drawn = picture(state, colours.states[state], colours.sheet)
    if (drawn) map.addImage(id, drawn, { pixelRatio: 2 })
  }

  async #open(map: Canvas, cluster?: GeoJSON.Feature): Promise<void> {
    const id = cluster?.properties?.cluster_id
    if (cluster?.geometry.type !== 'Point' || id === undefined) return
    const points = map.getSource<GeoJSONSource>('points')
    const zoom = await points?.getClusterExpansionZoom(id)
    map.easeTo({ center: cluster.geometry.coordinates as [number, number], zoom: zoom ?? 16 })
  }

  #fail(ground: HTMLElement): void {
    ground.remove()
    const waiting = this.querySelector('.map-waiting')
    if (waiting) waiting.textContent = this.dataset.failed ?? ''
  }
}

if (!customElements.get('gewu-map')) customElements.define('gewu-map', GewuMap)
