import type { Feature, FeatureCollection, Geometry, Point, Position } from 'geojson'

/** One point for each area, so that its name is written once however the map cuts the area. */
export function namePoints<P>(
  areas: FeatureCollection<Geometry, P> | undefined,
): FeatureCollection<Point, P> {
  const features = (areas?.features ?? []).flatMap((area) => {
    const place = namePlace(area.geometry)
    return place ? [named(area.properties, place)] : []
  })
  return { type: 'FeatureCollection', features }
}

/** A place well inside a polygon: the middle of its widest stretch at the height of its middle. */
export function namePlace(geometry: Geometry): Position | null {
  const rings = largest(geometry)
  const outer = rings[0]
  if (!outer || outer.length < 4) return null
  const lat = middleLatitude(outer)
  const crossings = rings.flatMap((ring) => crossingsAt(ring, lat)).sort((a, b) => a - b)
  let widest: [number, number] = [0, 0]
  for (let index = 0; index + 1 < crossings.length; index += 2) {
    const stretch: [number, number] = [crossings[index] ?? 0, crossings[index + 1] ?? 0]
    if (stretch[1] - stretch[0] > widest[1] - widest[0]) widest = stretch
  }
  return crossings.length < 2 ? (outer[0] ?? null) : [(widest[0] + widest[1]) / 2, lat]
}

function named<P>(properties: P, coordinates: Position): Feature<Point, P> {
  return { type: 'Feature', properties, geometry: { type: 'Point', coordinates } }
}

function largest(geometry: Geometry): Position[][] {
  if (geometry.type === 'Polygon') return geometry.coordinates
  if (geometry.type !== 'MultiPolygon') return []
  const bySize = [...geometry.coordinates].sort((a, b) => size(b[0] ?? []) - size(a[0] ?? []))
  return bySize[0] ?? []
}

function size(ring: Position[]): number {
  return Math.abs(edges(ring).reduce((sum, [[ax, ay], [bx, by]]) => sum + ax * by - bx * ay, 0))
}

function middleLatitude(ring: Position[]): number {
  const [, firstLat = 0] = ring[0] ?? []
  let twice = 0
  let sum = 0
  for (const [[ax, ay], [bx, by]] of edges(ring)) {
    const cross = ax * (by - firstLat) - bx * (ay - firstLat)
    twice += cross
    sum += cross * (ay - firstLat + by - firstLat)
  }
  return twice ? firstLat + sum / (3 * twice) : firstLat
}

function crossingsAt(ring: Position[], lat: number): number[] {
  return edges(ring)
    .filter(([[, ay], [, by]]) => ay > lat !== by > lat)
    .map(([[ax, ay], [bx, by]]) => ax + ((lat - ay) / (by - ay)) * (bx - ax))
}

type Corner = [number, number]

function edges(ring: Position[]): [Corner, Corner][] {
  const corner = ([lon = 0, lat = 0]: Position = []): Corner => [lon, lat]
  return ring.slice(1).map((end, index) => [corner(ring[index]), corner(end)])
}
