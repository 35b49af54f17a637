import {
  addProtocol,
  type Map as Canvas,
  type LayerSpecification,
  type RequestParameters,
} from 'maplibre-gl'
import { PMTiles, Protocol, TileType } from 'pmtiles'
import type { Palette } from './palette'

/** A map of the site's own, which takes the place of our quiet ground. */
export interface Site {
  /** Who made it. */
  credit: string
  /** Pictures by address, one list of addresses for each layer. */
  pictures?: string[][]
  /** One PMTiles file with pictures or vector tiles. */
  archive?: string
}

const CLOSEST = 18
const DARK = 0.55
const WATER = ['water']
const GREEN = ['landuse', 'landcover', 'park', 'green']
const STREETS = ['roads', 'transportation', 'streets']
const HOUSES = ['buildings', 'building']

const protocol = new Protocol()
addProtocol('pmtiles', protocol.tile)

/**
 * Puts the site's map below everything that we draw, now and after the theme was changed. Ours stands
 * first and does not wait for it: a service that is slow or away takes nothing from the page.
 */
export function startSite(map: Canvas, site: Site, colours: () => Palette): void {
  void lay(map, site, colours())
  map.on('style.load', () => void lay(map, site, colours()))
}

/** A service that knows its customers by the page's host is told that host and no more. */
export function asked(url: string): RequestParameters {
  return url.includes('.tianditu.gov.cn/') ? { url, referrerPolicy: 'origin' } : { url }
}

/** The line that says who made the map. */
export function creditOf(site: Site): HTMLElement {
  const line = document.createElement('small')
  line.className = 'map-credit'
  line.textContent = site.credit
  return line
}

async function lay(map: Canvas, site: Site, colours: Palette): Promise<void> {
  for (const [index, tiles] of (site.pictures ?? []).entries()) {
    map.addSource(`site-${index}`, { type: 'raster', tiles, tileSize: 256, maxzoom: CLOSEST })
    below(map, picture(`site-${index}`))
  }
  if (!site.archive) return
  const url = new URL(site.archive, location.href).href
  const archive = new PMTiles(url)
  protocol.add(archive)
  const header = await archive.getHeader()
  if (map.getSource('site')) return
  if (header.tileType === TileType.Mvt) {
    map.addSource('site', { type: 'vector', url: `pmtiles://${url}` })
    for (const layer of drawn(colours)) below(map, layer)
  } else {
    map.addSource('site', { type: 'raster', url: `pmtiles://${url}`, tileSize: 256 })
    below(map, picture('site'))
  }
}

function below(map: Canvas, layer: LayerSpecification): void {
  const [lowest] = map.getStyle().layers.filter(({ id }) => !id.startsWith('site-'))
  map.addLayer(layer, lowest?.id)
}

/** Quieter than its makers meant it, and dark in the dark: what matters lies above it. */
function picture(source: string): LayerSpecification {
  const isDark = document.documentElement.dataset.bsTheme === 'dark'
  const paint = { 'raster-saturation': -0.35, 'raster-brightness-max': isDark ? DARK : 1 }
  return { id: `${source}-picture`, type: 'raster', source, paint }
}

/** Layers by the names that Protomaps and OpenMapTiles give them, in our own colours. */
function drawn(colours: Palette): LayerSpecification[] {
  const fills = [
    ...GREEN.map((name) => fill(name, colours.green)),
    ...WATER.map((name) => fill(name, colours.water)),
    ...HOUSES.map((name) => fill(name, colours.building)),
  ]
  return [...fills, ...STREETS.map((name) => line(name, colours.street))]
}

function fill(name: string, colour: string): LayerSpecification {
  const paint = { 'fill-color': colour }
  const filter = ['==', ['geometry-type'], 'Polygon'] as never
  return { id: `site-${name}`, type: 'fill', source: 'site', 'source-layer': name, filter, paint }
}

function line(name: string, colour: string): LayerSpecification {
  const paint = { 'line-color': colour, 'line-width': 2 }
  return { id: `site-${name}`, type: 'line', source: 'site', 'source-layer': name, paint }
}
