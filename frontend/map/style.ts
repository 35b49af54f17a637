import type {
  DataDrivenPropertyValueSpecification,
  GeoJSONSourceSpecification,
  LayerSpecification,
  StyleSpecification,
} from 'maplibre-gl'
import { GROUND, type Ground, type MapData, onlyOf } from './data'
import { namePoints } from './names'
import type { Palette } from './palette'

const NOTHING = { type: 'FeatureCollection', features: [] } as const
const NONE = '\u0000'

/** The whole map as layers: water, streets, buildings, areas, names, points. The land is the page's. */
export function styleOf(data: MapData, colours: Palette, chinese: boolean): StyleSpecification {
  return {
    version: 8,
    sources: {
      ...groundSources(data),
      ...areaSources(data),
      points: clustered(data.points),
      pointed: source(onlyOf(data, data.pointed)),
    },
    layers: [
      ...groundLayers(data, colours),
      ...areaLayers(data, colours),
      ...nameLayers(data, colours, chinese),
      ...pointLayers(colours),
      ...ringLayers(colours),
    ],
  }
}

function source(data: unknown): GeoJSONSourceSpecification {
  return { type: 'geojson', data: (data ?? NOTHING) as GeoJSON.GeoJSON }
}

/** Only what there is: each source is a pass over all pixels in every frame, be it empty or not. */
function groundSources({ base = {} }: MapData): StyleSpecification['sources'] {
  const there = GROUND.filter((name) => base[name])
  return Object.fromEntries(there.map((name) => [name, source(base[name])]))
}

/** Areas with a point for each name: from the page itself or in tiles. */
function areaSources(data: MapData): StyleSpecification['sources'] {
  const { tiles } = data
  if (!tiles) return { areas: source(data.areas), names: source(namePoints(data.areas)) }
  const url = new URL(tiles.url, location.href).href.replace(/%7B/g, '{').replace(/%7D/g, '}')
  return { areas: { type: 'vector', tiles: [url], maxzoom: tiles.closest, bounds: tiles.box } }
}

/** Where a layer of areas or of their names is drawn from. */
function from(data: MapData, what: 'areas' | 'names') {
  return data.tiles ? { source: 'areas', 'source-layer': what } : { source: what }
}

function clustered(data: unknown): GeoJSONSourceSpecification {
  const late = ['case', ['==', ['get', 'state'], 'overdue'], 1, 0]
  return {
    ...source(data),
    cluster: true,
    clusterRadius: 34,
    clusterMinPoints: 3,
    clusterMaxZoom: 16,
    clusterProperties: { overdue: ['+', late] },
  }
}

/** The land itself is the colour of the element below the canvas, which costs no pass of its own. */
function groundLayers({ base = {} }: MapData, colours: Palette): LayerSpecification[] {
  const width = ['interpolate', ['exponential', 1.4], ['zoom'], ...streetWidths()] as never
  const strong = ['match', ['get', 'kind'], ['field', 'campus', 'paved'], 0.45, 1] as never
  const layers: LayerSpecification[] = [
    {
      id: 'green',
      type: 'fill',
      source: 'green',
      paint: { 'fill-color': colours.green, 'fill-opacity': strong },
    },
    { id: 'water', type: 'fill', source: 'water', paint: { 'fill-color': colours.water } },
    {
      id: 'streets',
      type: 'line',
      source: 'streets',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': colours.street, 'line-width': width },
    },
    {
      id: 'buildings',
      type: 'fill',
      source: 'buildings',
      minzoom: 14,
      paint: { 'fill-color': colours.building },
    },
  ]
  return layers.filter(({ id }) => base[id as Ground])
}

/** Avenues are wide, lanes thin: about their metres from the middle zooms on. */
function streetWidths(): unknown[] {
  const stops = [
    [12, 1.2, 0.7, 0.2],
    [15, 5, 3, 1.1],
    [18, 26, 16, 7],
  ]
  return stops.flatMap(([zoom, avenue, street, lane]) => [
    zoom,
    ['match', ['get', 'kind'], 'avenue', avenue, 'lane', lane, street],
  ])
}

function areaLayers(data: MapData, colours: Palette): LayerSpecification[] {
  const selected = data.selected ?? NONE
  const isSelected = ['==', ['get', 'id'], selected]
  const pale = data.selected ? 0.55 : 0
  const opacity = ['case', isSelected, 0, ['has', 'step'], 0, pale]
  // What is clear everywhere can still be clicked but is never painted, nor are its edges.
  const isClear = data.tiles !== undefined && !data.selected
  return [
    {
      id: 'area-steps',
      type: 'fill',
      ...from(data, 'areas'),
      filter: ['has', 'step'],
      paint: {
        'fill-color': ['match', ['get', 'step'], ...steps(colours), colours.land],
        'fill-opacity': 0.78,
      } as never,
    },
    {
      // A clear fill, so that areas can be clicked; the others pale beside a selected one.
      id: 'area-fill',
      type: 'fill',
      ...from(data, 'areas'),
      paint: {
        'fill-color': colours.land,
        'fill-opacity': (isClear ? 0 : opacity) as never,
        'fill-antialias': false,
      },
    },
    {
      id: 'area-line',
      type: 'line',
      ...from(data, 'areas'),
      layout: { 'line-join': data.tiles ? 'miter' : 'round' },
      paint: {
        'line-color': colours.border,
        'line-width': ['case', ['has', 'outer'], 2, 1] as never,
      },
    },
    {
      id: 'area-selected',
      type: 'line',
      ...from(data, 'areas'),
      filter: isSelected as never,
      layout: { 'line-join': 'round' },
      paint: { 'line-color': colours.action, 'line-width': 2.5 },
    },
  ]
}

function steps(colours: Palette): (number | string)[] {
  return colours.steps.flatMap((colour, index) => [index + 1, colour])
}

function nameLayers(data: MapData, colours: Palette, chinese: boolean): LayerSpecification[] {
  const [own, other] = chinese ? ['name_zh', 'name_en'] : ['name_en', 'name_zh']
  const name = ['case', ['!=', ['coalesce', ['get', own], ''], ''], ['get', own], ['get', other]]
  return [
    {
      id: 'area-name',
      type: 'symbol',
      ...from(data, 'names'),
      layout: {
        'text-field': name as never,
        'text-size': byZoom([11, 11], [16, 15]),
        'text-max-width': 8,
        'text-padding': 6,
      },
      paint: {
        'text-color': colours.ink,
        'text-halo-color': colours.halo,
        'text-halo-width': 1.6,
        // In tiles only as many names come as there is room for.
        'text-opacity': data.tiles ? 0.85 : byZoom([10, 0], [11.5, 0.85]),
      },
    },
  ]
}

function pointLayers(colours: Palette): LayerSpecification[] {
  const isCluster = ['has', 'point_count'] as never
  const late = ['>', ['get', 'overdue'], 0]
  return [
    {
      id: 'clusters',
      type: 'circle',
      source: 'points',
      filter: isCluster,
      paint: {
        'circle-color': colours.sheet,
        'circle-radius': ['step', ['get', 'point_count'], 13, 10, 16, 100, 20, 1000, 25],
        'circle-stroke-width': 2,
        'circle-stroke-color': ['case', late, colours.bad, colours.action] as never,
      },
    },
    {
      id: 'cluster-counts',
      type: 'symbol',
      source: 'points',
      filter: isCluster,
      layout: {
        'text-field': ['get', 'point_count_abbreviated'],
        'text-size': 12.5,
        'text-allow-overlap': true,
      },
      paint: { 'text-color': colours.ink },
    },
    {
      id: 'points',
      type: 'symbol',
      source: 'points',
      filter: ['!', isCluster] as never,
      layout: {
        'icon-image': ['concat', 'state-', ['get', 'state']],
        'icon-size': byZoom([12, 0.7], [16, 1]),
        'icon-allow-overlap': true,
        'symbol-sort-key': ['match', ['get', 'state'], 'overdue', 3, 'near', 2, 1],
      },
    },
  ]
}

/** The ticket that is chosen in a list beside the map: on top, and not hidden in a cluster. */
function ringLayers(colours: Palette): LayerSpecification[] {
  return [
    {
      id: 'pointed-ring',
      type: 'circle',
      source: 'pointed',
      paint: {
        'circle-radius': 17,
        'circle-color': colours.sheet,
        'circle-opacity': 0.9,
        'circle-stroke-width': 3,
        'circle-stroke-color': colours.action,
      },
    },
    {
      id: 'pointed',
      type: 'symbol',
      source: 'pointed',
      layout: {
        'icon-image': ['concat', 'state-', ['get', 'state']],
        'icon-allow-overlap': true,
      },
    },
  ]
}

function byZoom(...stops: [number, number][]): DataDrivenPropertyValueSpecification<number> {
  return ['interpolate', ['linear'], ['zoom'], ...stops.flat()] as never
}
