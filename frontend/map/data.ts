import type { Feature, FeatureCollection, Geometry, Point, Position } from 'geojson'

export const STATES = ['running', 'near', 'overdue', 'paused', 'done'] as const
export type State = (typeof STATES)[number]
export type Box = [west: number, south: number, east: number, north: number]

export const GROUND = ['water', 'green', 'streets', 'buildings'] as const
export type Ground = (typeof GROUND)[number]

export interface AreaProperties {
  id: string
  name_zh?: string
  name_en?: string
  url?: string
  step?: number
}

export interface PointProperties {
  id: string
  state: State
  title?: string
  url?: string
}

/** Where areas come from in tiles, when they are too many for a page. */
export interface Tiles {
  url: string
  /** The address of an area's page, with {id}; empty where areas have none here. */
  page: string
  closest: number
  /** From this zoom on the smallest areas are drawn. */
  finest: number
  box: Box
}

/** What the server says about a map; see docs/how-to/add-a-page.md. */
export interface MapData {
  areas?: FeatureCollection<Geometry, AreaProperties>
  tiles?: Tiles
  /** What is shown first, where it is known without looking at the areas. */
  box?: Box
  points?: FeatureCollection<Point, PointProperties>
  base?: Partial<Record<Ground, FeatureCollection | string>>
  /** The id of the ticket with a ring around it. */
  pointed?: string
  selected?: string
  mine?: string
  place?: [number, number]
  centre?: [number, number]
  zoom?: number
  legend?: string[]
  /** What the states of the points are called here, where they are no tickets. */
  words?: Partial<Record<State, string>>
}

/** What the page says about this map, in the template that it names. */
export function dataOf(map: Element): MapData {
  const held = document.getElementById(map.getAttribute('source') ?? '')
  const text = held instanceof HTMLTemplateElement ? held.content.textContent : ''
  const data = JSON.parse(text || '{}') as MapData
  const ground = map.getAttribute('ground')
  if (ground) data.base ??= groundAt(new URL(ground, location.href).href)
  return data
}

/** The layers below the map by address, for pages that do not bring their own. */
export function groundAt(prefix: string): NonNullable<MapData['base']> {
  return Object.fromEntries(GROUND.map((name) => [name, `${prefix}${name}.json`]))
}

/** An area's name in the language of the page, the other one where it is missing. */
export function nameOf(properties: AreaProperties, chinese: boolean): string {
  const { name_zh: zh = '', name_en: en = '' } = properties
  return chinese ? zh || en : en || zh
}

/** The box around everything given; null when there is nothing. */
export function boxOf(features: Feature[]): Box | null {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity]
  for (const feature of features) {
    for (const [lon = 0, lat = 0] of positions(feature.geometry)) {
      box[0] = Math.min(box[0], lon)
      box[1] = Math.min(box[1], lat)
      box[2] = Math.max(box[2], lon)
      box[3] = Math.max(box[3], lat)
    }
  }
  return box[0] === Infinity ? null : box
}

/** What the map shows first: a box that is named, the selected area, all areas, else all points. */
export function firstBox(data: MapData): Box | null {
  const named = data.box ?? data.tiles?.box
  if (named) return named
  const areas = data.areas?.features ?? []
  const wanted = data.selected ?? data.mine
  const chosen = areas.filter((area) => area.properties.id === wanted)
  return boxOf(chosen.length ? chosen : areas) ?? boxOf(data.points?.features ?? [])
}

/** The one ticket with this id, as something to draw. */
export function onlyOf(data: MapData, id = ''): FeatureCollection<Point, PointProperties> {
  const found = data.points?.features.filter((point) => point.properties.id === id)
  return { type: 'FeatureCollection', features: found ?? [] }
}

/** Which states the points have, in the order of the legend. */
export function statesIn(data: MapData): State[] {
  const found = new Set(data.points?.features.map((point) => point.properties.state))
  return STATES.filter((state) => found.has(state))
}

function* positions(geometry: Geometry | null): Generator<Position> {
  if (!geometry) return
  if (geometry.type === 'GeometryCollection') {
    for (const part of geometry.geometries) yield* positions(part)
  } else {
    yield* flat(geometry.coordinates)
  }
}

function* flat(coordinates: unknown): Generator<Position> {
  if (!Array.isArray(coordinates)) return
  if (typeof coordinates[0] === 'number') yield coordinates as Position
  else for (const inner of coordinates) yield* flat(inner)
}
