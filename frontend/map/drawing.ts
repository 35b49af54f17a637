import type { Position } from 'geojson'
import { type Map as Canvas, type GeoJSONSource, Marker, type PointLike } from 'maplibre-gl'
import type { GewuMap } from './element'
import * as mesh from './mesh'
import { palette } from './palette'
import { Sheet } from './sheet'

const GRASP = 12 // pixels around a corner or an edge
const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Draws outlines by hand: the corners of one area, which its neighbours share. */
export class Drawing {
  readonly #sheet: Sheet
  readonly #map: Canvas
  readonly #element: GewuMap
  readonly #board: HTMLElement
  #chosen = -1
  #cutting: { start: number; line: Position[] } | null = null
  #isDragging = false
  #sign: Marker | null = null

  constructor(board: HTMLElement, element: GewuMap) {
    this.#board = board
    this.#element = element
    this.#map = element.map as Canvas
    this.#sheet = new Sheet(board, element.data, () => this.#show())
  }

  start(): void {
    this.#element.toggleAttribute('draws', true)
    // Room around the area: no corner lies below a button, and neighbours can be seen.
    this.#map.jumpTo({ zoom: this.#map.getZoom() - 0.8 })
    this.#layers()
    this.#map.on('style.load', () => this.#layers())
    this.#map.on('mousedown', (event) => this.#grasp(event))
    this.#map.on('touchstart', (event) => event.points.length === 1 && this.#grasp(event))
    this.#map.getCanvas().addEventListener('keydown', (event) => this.#press(event), true)
    this.#board.addEventListener('keydown', (event) => this.#undoKeys(event))
    this.#board.addEventListener('click', (event) => {
      const button = (event.target as Element).closest<HTMLElement>('[data-do]')
      if (button) this.#act(button.dataset.do ?? '')
    })
    this.#list.addEventListener('change', () => {
      this.#choose(Number(this.#list.value))
      const place = this.#sheet.now.corners[this.#chosen]
      if (place) this.#map.easeTo({ center: place as [number, number], duration: 200 })
    })
    this.#faults()
    this.#show()
    this.#board.toggleAttribute('ready', true)
  }

  get #list(): HTMLSelectElement {
    return this.#board.querySelector('[data-corners]') as HTMLSelectElement
  }

  #act(what: string): void {
    if (what === 'undo') this.#sheet.undo()
    if (what === 'redo') this.#sheet.redo()
    if (what === 'add') this.#add()
    if (what === 'delete') this.#remove()
    if (what === 'cut') this.#cutFrom(this.#chosen)
    if (what === 'join') this.#sheet.join()
    this.#show()
  }

  /** A corner is chosen and dragged; a place on an edge becomes a corner. */
  #grasp(event: { point: { x: number; y: number }; preventDefault(): void }): void {
    const corner = this.#near(event.point)
    if (this.#cutting) {
      event.preventDefault()
      if (corner >= 0) this.#cutFrom(corner)
      else this.#cutting.line.push(this.#map.unproject(event.point as PointLike).toArray())
      this.#show()
      return
    }
    if (corner >= 0) {
      event.preventDefault()
      this.#choose(corner)
      this.#drag(corner)
      return
    }
    const edge = this.#edgeNear(event.point)
    if (!edge) return
    event.preventDefault()
    this.#sheet.change(mesh.inserted(this.#sheet.now, edge.ends, edge.place))
    this.#choose(this.#sheet.now.corners.length - 1)
    this.#drag(this.#chosen)
  }

  #drag(corner: number): void {
    const before = this.#sheet.now
    this.#isDragging = true
    const move = (event: { point: { x: number; y: number } }) => {
      this.#sheet.now = mesh.moved(
        this.#sheet.now,
        corner,
        this.#snapped(event.point, corner, before),
      )
      this.#show()
    }
    const end = () => {
      this.#map.off('mousemove', move)
      this.#map.off('touchmove', move)
      const after = this.#sheet.now
      this.#isDragging = false
      this.#sheet.now = before
      if (after !== before) this.#sheet.change(after)
      this.#show()
    }
    this.#map.on('mousemove', move)
    this.#map.on('touchmove', move)
    this.#map.once('mouseup', end)
    this.#map.once('touchend', end)
  }

  /** Where a corner comes to lie: on another corner, on an edge as it was before, or where it is. */
  #snapped(point: { x: number; y: number }, corner: number, before: mesh.Mesh): Position {
    const other = this.#near(point, corner)
    const place = this.#sheet.now.corners[other]
    if (place) return place
    const edge = this.#edgeNear(point, before)
    return edge?.place ?? this.#map.unproject(point as PointLike).toArray()
  }

  #press(event: KeyboardEvent): void {
    this.#undoKeys(event)
    const arrow = ARROWS[event.key]
    const isOurs = this.#chosen >= 0 || this.#cutting !== null
    if (event.defaultPrevented || !isOurs) return
    if (arrow) this.#step(arrow, event.shiftKey ? 10 : 1)
    else if (event.key === 'Delete' || event.key === 'Backspace') this.#remove()
    else if (event.key === 'Escape') this.#cancel()
    else return
    event.preventDefault()
    event.stopPropagation()
    this.#show()
  }

  #undoKeys(event: KeyboardEvent): void {
    const key = event.key.toLowerCase()
    if (!(event.ctrlKey || event.metaKey) || (key !== 'z' && key !== 'y')) return
    event.preventDefault()
    if (key === 'y' || event.shiftKey) this.#sheet.redo()
    else this.#sheet.undo()
    this.#show()
  }

  #step([x, y]: [number, number], pixels: number): void {
    const place = this.#sheet.now.corners[this.#chosen]
    if (!place) return
    const at = this.#map.project(place as [number, number])
    const to = this.#map.unproject([at.x + x * pixels, at.y + y * pixels])
    this.#sheet.change(mesh.moved(this.#sheet.now, this.#chosen, to.toArray()))
  }

  /** A corner in the middle of the edge behind the chosen one. */
  #add(): void {
    const edge = this.#sheet.edges().find(([from]) => from === this.#chosen)
    if (!edge) return
    const [[ax = 0, ay = 0] = [], [bx = 0, by = 0] = []] = edge.map(
      (at) => this.#sheet.now.corners[at],
    )
    this.#sheet.change(mesh.inserted(this.#sheet.now, edge, [(ax + bx) / 2, (ay + by) / 2]))
    this.#choose(this.#sheet.now.corners.length - 1)
  }

  #remove(): void {
    const left = this.#chosen < 0 ? null : mesh.removed(this.#sheet.now, this.#chosen)
    if (left) this.#sheet.change(left)
    this.#choose(-1)
  }

  #cancel(): void {
    this.#cutting = null
    this.#choose(-1)
  }

  /** The first corner begins a cut, the second ends it. */
  #cutFrom(corner: number): void {
    if (corner < 0) return
    if (!this.#cutting) {
      this.#cutting = { start: corner, line: [] }
      this.#choose(corner)
      return
    }
    const { start, line } = this.#cutting
    this.#cutting = null
    this.#sheet.cut([start, corner], line)
    this.#choose(-1)
  }

  #choose(corner: number): void {
    this.#chosen = corner
    this.#show()
  }

  #near(point: { x: number; y: number }, but = -1): number {
    const corners = but < 0 ? this.#sheet.corners() : this.#sheet.now.corners.map((_, at) => at)
    let best = -1
    let least = GRASP
    for (const corner of corners) {
      const place = this.#sheet.now.corners[corner]
      if (corner === but || !place) continue
      const at = this.#map.project(place as [number, number])
      const off = Math.hypot(at.x - point.x, at.y - point.y)
      if (off < least) [best, least] = [corner, off]
    }
    return best
  }

  #edgeNear(point: { x: number; y: number }, drawn?: mesh.Mesh) {
    const { corners } = drawn ?? this.#sheet.now
    for (const ends of drawn ? mesh.edgesIn(drawn.parts) : this.#sheet.edges()) {
      const [a, b] = ends.map((at) =>
        this.#map.project((corners[at] ?? [0, 0]) as [number, number]),
      )
      if (!a || !b) continue
      const length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2
      const share = ((point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y)) / length
      const at: [number, number] = [a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)]
      if (share <= 0 || share >= 1 || Math.hypot(at[0] - point.x, at[1] - point.y) > GRASP / 2)
        continue
      return { ends, place: this.#map.unproject(at).toArray() }
    }
    return null
  }

  #layers(): void {
    const { action, bad, sheet } = palette(this.#element)
    if (this.#map.getSource('drawn')) return
    this.#map.addSource('drawn', { type: 'geojson', data: this.#picture() })
    const source = 'drawn'
    const isChosen = ['==', ['get', 'chosen'], true] as never
    this.#map.addLayer({
      id: 'drawn-lines',
      type: 'line',
      source,
      filter: ['!=', ['geometry-type'], 'Point'],
      paint: { 'line-color': action, 'line-width': 2.5 },
    })
    this.#map.addLayer({
      id: 'drawn-corners',
      type: 'circle',
      source,
      filter: ['==', ['geometry-type'], 'Point'],
      paint: {
        'circle-radius': ['case', isChosen, 8, 5] as never,
        'circle-color': ['case', isChosen, bad, sheet] as never,
        'circle-stroke-width': 2,
        'circle-stroke-color': action,
      },
    })
  }

  #picture(): GeoJSON.FeatureCollection {
    const { now } = this.#sheet
    const line = this.#cutting?.line ?? []
    const start = now.corners[this.#cutting?.start ?? -1]
    const corners = this.#sheet.corners().map((at) => ({
      type: 'Feature' as const,
      properties: { chosen: at === this.#chosen },
      geometry: { type: 'Point' as const, coordinates: now.corners[at] ?? [] },
    }))
    const path = start ? [start, ...line] : []
    const cut = { type: 'LineString' as const, coordinates: path }
    const drawn = mesh.outlinesOf(now, this.#sheet.own())
    return {
      type: 'FeatureCollection',
      features: [
        ...drawn,
        ...(path.length > 1 ? [{ type: 'Feature' as const, properties: {}, geometry: cut }] : []),
        ...corners,
      ],
    }
  }

  #show(): void {
    this.#map.getSource<GeoJSONSource>('drawn')?.setData(this.#picture())
    const areas = { type: 'FeatureCollection' as const, features: this.#sheet.features() }
    this.#map.getSource<GeoJSONSource>('areas')?.setData(areas)
    this.#sheet.tell(this.#chosen, this.#cutting !== null)
    this.#cover()
  }

  /** Gaps and overlaps at their place, and in words once the corner is let go. */
  #cover(): void {
    const cover = this.#sheet.cover(this.#isDragging)
    const words = cover ? this.#sheet.said(cover) : ''
    if (!this.#isDragging) this.#sheet.tellCover(words)
    if (!words || !cover?.at) {
      this.#sign?.remove()
      this.#sign = null
      return
    }
    if (!this.#sign) {
      const element = document.createElement('div')
      element.className = 'map-cover'
      element.setAttribute('aria-hidden', 'true') // the line below the map says the same
      this.#sign = new Marker({ element, offset: [0, -28] }).setLngLat([0, 0]).addTo(this.#map)
    }
    this.#sign.getElement().textContent = words
    this.#sign.setLngLat(cover.at as [number, number])
  }

  /** What a look at the redraw found, at its place. */
  #faults(): void {
    const told = JSON.parse(this.#board.dataset.faults || '[]') as {
      lon: number
      lat: number
      text: string
    }[]
    for (const { lon, lat, text } of told) {
      const sign = document.createElement('div')
      sign.className = 'map-fault'
      sign.title = text
      sign.setAttribute('role', 'img')
      sign.setAttribute('aria-label', text)
      sign.textContent = '!'
      new Marker({ element: sign }).setLngLat([lon, lat]).addTo(this.#map)
    }
  }
}
