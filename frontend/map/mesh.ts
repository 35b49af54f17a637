import type { Feature, MultiPolygon, Polygon, Position } from 'geojson'

export interface Named {
  code: string
  name_zh: string
  name_en: string
}

/** An area by the corners of its polygons' rings; a corner on a border belongs to both sides. */
export interface Part extends Named {
  polygons: number[][][]
}

/** Outlines that share their corners, so that a moved border stays one. */
export interface Mesh {
  corners: Position[]
  parts: Part[]
}

type Outline = Feature<Polygon | MultiPolygon, Partial<Named>>

const DIGITS = 7
const NEAR = 5e-7 // degrees: what rounding may have pulled apart
const RADIUS = 6_371_008.8

/** Outlines as a mesh; where a corner lies on a neighbour's edge, the edge gets it too. */
export function meshOf(outlines: Outline[]): Mesh {
  const corners: Position[] = []
  const known = new Map<string, number>()
  const corner = (place: Position): number => {
    const at = rounded(place)
    const key = at.join(' ')
    const found = known.get(key) ?? corners.push(at) - 1
    known.set(key, found)
    return found
  }
  const parts = outlines.map(({ properties, geometry }) => ({
    code: properties.code ?? '',
    name_zh: properties.name_zh ?? '',
    name_en: properties.name_en ?? '',
    polygons: (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates).map(
      (rings) => rings.map((ring) => ring.slice(0, -1).map(corner)),
    ),
  }))
  const mesh = { corners, parts }
  return withRings(mesh, (ring) => ring.flatMap((from, at) => [from, ...between(mesh, ring, at)]))
}

/** The mesh as features again, each ring closed. */
export function outlinesOf(mesh: Mesh, parts = mesh.parts): Outline[] {
  return parts.map(({ polygons, ...properties }) => {
    const coordinates = polygons.map((rings) =>
      rings.map((ring) => [...ring, ring[0] ?? 0].map((at) => mesh.corners[at] ?? [0, 0])),
    )
    const [only = []] = coordinates
    const geometry: Polygon | MultiPolygon =
      coordinates.length === 1
        ? { type: 'Polygon', coordinates: only }
        : { type: 'MultiPolygon', coordinates }
    return { type: 'Feature', properties, geometry }
  })
}

/** A corner somewhere else, for everyone who shares it. */
export function moved(mesh: Mesh, corner: number, to: Position): Mesh {
  const place = rounded(to)
  return { ...mesh, corners: mesh.corners.map((at, index) => (index === corner ? place : at)) }
}

/** A new corner on an edge, for both sides of it. */
export function inserted(mesh: Mesh, edge: [number, number], at: Position): Mesh {
  const made = mesh.corners.length
  const grown = { ...mesh, corners: [...mesh.corners, rounded(at)] }
  return withRings(grown, (ring) =>
    ring.flatMap((from, index) => {
      const to = ring[(index + 1) % ring.length]
      const isIt = (from === edge[0] && to === edge[1]) || (from === edge[1] && to === edge[0])
      return isIt ? [from, made] : [from]
    }),
  )
}

/** Without a corner; null where an outline would be left with fewer than three. */
export function removed(mesh: Mesh, corner: number): Mesh | null {
  const left = withRings(mesh, (ring) => ring.filter((each) => each !== corner))
  const isWhole = left.parts.every((part) => part.polygons.flat().every((ring) => ring.length > 2))
  return isWhole ? left : null
}

/** A part in two along a line between two corners of its outer ring; null where it has not both. */
export function cut(mesh: Mesh, part: number, ends: [number, number], by: Position[]): Mesh | null {
  const whole = mesh.parts[part]
  const polygon = whole?.polygons.findIndex((rings) => ends.every((end) => rings[0]?.includes(end)))
  const rings = whole?.polygons[polygon ?? -1]
  const ring = rings?.[0]
  if (!whole || !ring || rings.length > 1 || ends[0] === ends[1]) return null
  const start = ring.indexOf(ends[0])
  const turned = [...ring.slice(start), ...ring.slice(0, start)]
  const end = turned.indexOf(ends[1])
  const line = by.map((_, index) => mesh.corners.length + index)
  const one = [...turned.slice(0, end + 1), ...[...line].reverse()]
  const other = [...turned.slice(end), ends[0], ...line]
  if (one.length < 3 || other.length < 3) return null
  const rest = whole.polygons.filter((_, index) => index !== polygon)
  const parts = [
    { ...whole, polygons: [[one], ...rest] },
    { ...whole, code: '', name_zh: '', name_en: '', polygons: [[other]] },
  ]
  const corners = [...mesh.corners, ...by.map(rounded)]
  return { corners, parts: mesh.parts.flatMap((each, at) => (at === part ? parts : [each])) }
}

/** Two parts as one; null where they have no border. */
export function joined(mesh: Mesh, one: number, other: number): Mesh | null {
  const [first, second] = [mesh.parts[one], mesh.parts[other]]
  const [ring, next] = [first?.polygons[0]?.[0], second?.polygons[0]?.[0]]
  if (!first || !ring || !next || first.polygons.length + (second?.polygons.length ?? 0) !== 2)
    return null
  const edges = [...edgesOf(ring), ...edgesOf(next)]
  const outer = edges.filter(([a, b]) => !edges.some(([c, d]) => a === d && b === c))
  const following = new Map(outer)
  const walked: number[] = []
  let at = outer[0]?.[0]
  while (at !== undefined && !walked.includes(at)) {
    walked.push(at)
    at = following.get(at)
  }
  if (outer.length === edges.length || walked.length !== outer.length) return null
  const parts = mesh.parts.filter((_, index) => index !== other)
  return {
    ...mesh,
    parts: parts.map((each) => (each === first ? { ...first, polygons: [[walked]] } : each)),
  }
}

/** Square metres on the sphere, holes left out. */
export function sizeOf(mesh: Mesh, part: Part): number {
  const sizes = part.polygons.map(([outer = [], ...holes]) =>
    holes.reduce((sum, hole) => sum - ringSize(mesh, hole), ringSize(mesh, outer)),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** A place where edges cross, so that outlines overlap; null where none do. */
export function crossing(mesh: Mesh, part: Part): Position | null {
  const own = part.polygons.flat().flatMap(edgesOf)
  const all = new Map(
    mesh.parts
      .flatMap((each) => each.polygons.flat().flatMap(edgesOf))
      .map(([a, b]) => [a < b ? `${a} ${b}` : `${b} ${a}`, [a, b] as [number, number]]),
  )
  for (const [a, b] of own) {
    for (const [c, d] of all.values()) {
      if (a === c || a === d || b === c || b === d) continue
      const place = meeting(mesh, [a, b], [c, d])
      if (place) return place
    }
  }
  return null
}

/** Two meshes as one, the parts of the first before those of the second. */
export function together(one: Mesh, other: Mesh): Mesh {
  const from = one.corners.length
  const moved = withRings(other, (ring) => ring.map((at) => at + from))
  return { corners: [...one.corners, ...other.corners], parts: [...one.parts, ...moved.parts] }
}

/** The corners of a part, each once. */
export function cornersOf(part: Part | undefined): number[] {
  return [...new Set(part?.polygons.flat(2))]
}

/** All edges of parts; a border comes twice. */
export function edgesIn(parts: Part[]): [number, number][] {
  return parts.flatMap((part) => part.polygons.flat().flatMap(edgesOf))
}

export function edgesOf(ring: number[]): [number, number][] {
  return ring.map((from, index) => [from, ring[(index + 1) % ring.length] ?? from])
}

function between(mesh: Mesh, ring: number[], at: number): number[] {
  const [from, to] = [ring[at] ?? 0, ring[(at + 1) % ring.length] ?? 0]
  const [ax = 0, ay = 0] = mesh.corners[from] ?? []
  const [bx = 0, by = 0] = mesh.corners[to] ?? []
  const length = Math.hypot(bx - ax, by - ay)
  const along = (index: number) => {
    const [x = 0, y = 0] = mesh.corners[index] ?? []
    return ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length ** 2
  }
  return mesh.corners
    .flatMap(([x = 0, y = 0], index) => {
      if (index === from || index === to || !length || ring.includes(index)) return []
      const off = Math.abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / length
      const share = along(index)
      return off < NEAR && share > 0 && share < 1 ? [index] : []
    })
    .sort((one, other) => along(one) - along(other))
}

function withRings(mesh: Mesh, change: (ring: number[]) => number[]): Mesh {
  const parts = mesh.parts.map((part) => ({
    ...part,
    polygons: part.polygons.map((rings) => rings.map(change)),
  }))
  return { ...mesh, parts }
}

function ringSize(mesh: Mesh, ring: number[]): number {
  const radians = (degrees = 0) => (degrees * Math.PI) / 180
  const sum = edgesOf(ring).reduce((total, [a, b]) => {
    const [ax, ay] = mesh.corners[a] ?? []
    const [bx, by] = mesh.corners[b] ?? []
    return total + (radians(bx) - radians(ax)) * (2 + Math.sin(radians(ay)) + Math.sin(radians(by)))
  }, 0)
  return Math.abs((sum * RADIUS ** 2) / 2)
}

function meeting(mesh: Mesh, one: [number, number], other: [number, number]): Position | null {
  const [[ax = 0, ay = 0], [bx = 0, by = 0], [cx = 0, cy = 0], [dx = 0, dy = 0]] = [
    ...one,
    ...other,
  ].map((at) => mesh.corners[at] ?? []) as [Position, Position, Position, Position]
  const turn = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
  if (!turn) return null
  const along = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / turn
  const beside = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / turn
  const isInside = along > 1e-6 && along < 1 - 1e-6 && beside > 1e-6 && beside < 1 - 1e-6
  return isInside ? [ax + along * (bx - ax), ay + along * (by - ay)] : null
}

function rounded([lon = 0, lat = 0]: Position): Position {
  return [Number(lon.toFixed(DIGITS)), Number(lat.toFixed(DIGITS))]
}
