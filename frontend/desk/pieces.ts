import type { FeatureCollection, LineString, Point } from 'geojson'
import type { Map as Canvas, GeoJSONSource } from 'maplibre-gl'
import type { AreaProperties, MapData } from '../map/data'
import type { GewuMap } from '../map/element'
import { namePoints } from '../map/names'

interface Piece {
  piece: number
  part: number
  to: number
  colour: number
  held: boolean
}

interface Board {
  areas: NonNullable<MapData['areas']>
  dots: FeatureCollection<Point, Piece>
  lines: FeatureCollection<LineString>
}

const NOTHING: FeatureCollection = { type: 'FeatureCollection', features: [] }
const COLOURS = 8

/** The plan of parts: each in its colour, and dots at the borders that are moved by hand. */
export function startPieces(): void {
  document.addEventListener('gewu:map', (event) => {
    const element = event.target as GewuMap
    if (!element.closest('[data-plan]') || !element.map) return
    const map = element.map
    paint(element, map)
    map.on('style.load', () => paint(element, map))
    map.on('click', 'plan-dots', (hit) => choose(hit.features?.[0]?.properties as Piece))
    map.on('mouseenter', 'plan-dots', () => cursor(map, 'pointer'))
    map.on('mouseleave', 'plan-dots', () => cursor(map, ''))
  })
  document.addEventListener('htmx:afterSwap', refresh)
  document.addEventListener('change', (event) => {
    if ((event.target as HTMLElement).matches('[data-pieces]')) follow()
  })
}

/** The piece that is chosen in the list, as the number that the server knows. */
export function chosenIn(list: HTMLSelectElement | null): number {
  return list?.value ? Number(list.value) : -1
}

function paint(element: GewuMap, map: Canvas): void {
  const board = read()
  const colour = ['match', ['get', 'colour'], ...colours(element), 'gray'] as never
  map.addSource('plan-dots', { type: 'geojson', data: board?.dots ?? NOTHING })
  map.addSource('plan-lines', { type: 'geojson', data: board?.lines ?? NOTHING })
  map.addLayer(
    {
      id: 'plan-parts',
      type: 'fill',
      source: 'areas',
      filter: ['has', 'colour'],
      paint: { 'fill-color': colour, 'fill-opacity': 0.22 },
    },
    'area-line',
  )
  map.addLayer({
    id: 'plan-lines',
    type: 'line',
    source: 'plan-lines',
    paint: { 'line-color': token(element, '--near'), 'line-width': 2, 'line-dasharray': [3, 1.5] },
  })
  map.addLayer({
    id: 'plan-dots',
    type: 'circle',
    source: 'plan-dots',
    paint: {
      'circle-color': colour,
      'circle-radius': ['interpolate', ['linear'], ['zoom'], 13, 3, 17, 7],
      'circle-stroke-color': token(element, '--sheet'),
      'circle-stroke-width': ['case', ['get', 'held'], 0, 1.5],
    },
  })
  map.addLayer({
    id: 'plan-chosen',
    type: 'circle',
    source: 'plan-dots',
    filter: only(-1),
    paint: {
      'circle-color': 'transparent',
      'circle-radius': 12,
      'circle-stroke-color': token(element, '--action'),
      'circle-stroke-width': 3,
    },
  })
  ring(map)
}

/** After a move the map keeps its view; only what is drawn on it changes. */
function refresh(): void {
  const board = read()
  const element = document.querySelector<GewuMap>('[data-plan] gewu-map[ready]')
  const map = element?.map
  if (!board || !element || !map) return
  element.data = { ...element.data, areas: board.areas }
  map.getSource<GeoJSONSource>('areas')?.setData(board.areas)
  map.getSource<GeoJSONSource>('names')?.setData(namePoints<AreaProperties>(board.areas))
  map.getSource<GeoJSONSource>('plan-dots')?.setData(board.dots)
  follow()
}

function choose(piece: Piece | undefined): void {
  const list = pieces()
  if (!list || !piece) return
  list.value = String(piece.piece)
  follow()
}

/** The part that the chosen piece touches most is proposed, and the piece is ringed. */
function follow(): void {
  const list = pieces()
  const to = document.querySelector<HTMLSelectElement>('#id_to')
  const proposed = list?.selectedOptions[0]?.dataset.to
  if (to && proposed) to.value = proposed
  const map = document.querySelector<GewuMap>('[data-plan] gewu-map[ready]')?.map
  if (map) ring(map)
}

function ring(map: Canvas): void {
  map.setFilter('plan-chosen', only(chosenIn(pieces())))
}

function only(piece: number): never {
  return ['==', ['get', 'piece'], piece] as never
}

function pieces(): HTMLSelectElement | null {
  return document.querySelector('[data-pieces]')
}

function read(): Board | null {
  const held = document.getElementById('board-data')
  const text = held instanceof HTMLTemplateElement ? held.content.textContent : ''
  return text ? (JSON.parse(text) as Board) : null
}

function colours(element: Element): (number | string)[] {
  return Array.from({ length: COLOURS }, (_, index) => [
    index,
    token(element, `--part-${index}`),
  ]).flat()
}

function token(element: Element, name: string): string {
  return getComputedStyle(element).getPropertyValue(name).trim()
}

function cursor(map: Canvas, shape: string): void {
  map.getCanvas().style.cursor = shape
}
