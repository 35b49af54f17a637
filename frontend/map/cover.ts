import type { Position } from 'geojson'
import { edgesOf, type Mesh, type Part } from './mesh'

/** How many square metres lie in two parts at once, with whom, and how many in none any more. */
export interface Cover {
  overlap: number
  gap: number
  /** Codes or names of parts that overlap, by the size of it. */
  between: { names: [string, string]; size: number }[]
  /** A place inside the largest of it. */
  at: Position | null
}

type Edge = [ax: number, ay: number, bx: number, by: number, part: number]

const RADIUS = 6_371_008.8
// Below 10 m² nothing is a fault to the server either.
export const SMALLEST = 10
// Above so many steps a drag would stutter; then it is said once the corner is let go.
export const MOST = 3_000_000

/**
 * Bands between the heights of all corners and crossings: in a band every edge is a straight line
 * that no other crosses, so widths at its middle times its height are the sizes, without rounding.
 */
export function coverOf(before: Mesh, now: Mesh): Cover {
  const edges = [
    ...edgesFrom(before, (at) => -1 - at), // what was there has numbers below none
    ...edgesFrom(now, (at) => at),
  ].filter(([, ay, , by]) => ay !== by)
  const heights = heightsOf(edges)
  const cover: Cover = { overlap: 0, gap: 0, between: [], at: null }
  const pairs = new Map<string, { names: [string, string]; size: number }>()
  let largest = 0
  for (let index = 1; index < heights.length; index++) {
    const [low = 0, high = 0] = [heights[index - 1], heights[index]]
    const middle = (low + high) / 2
    const metres = squareMetres(low, high, middle)
    for (const piece of piecesAt(edges, middle)) {
      const size = (piece.to - piece.from) * metres
      const owners = [...piece.inside].filter((each) => each >= 0)
      const isGap = !owners.length
      if (!isGap && owners.length < 2) continue
      if (isGap) cover.gap += size
      else {
        cover.overlap += size
        share(pairs, now.parts, owners, size)
      }
      if (size > largest) {
        largest = size
        cover.at = [(piece.from + piece.to) / 2, middle]
      }
    }
  }
  cover.between = [...pairs.values()].sort((one, other) => other.size - one.size)
  return cover
}

/** What a change can touch: the parts that are not as they were, and whoever lies beside them. */
export function touched(before: Mesh, now: Mesh, is: (part: Part) => boolean): [Mesh, Mesh] {
  const boxes = now.parts.filter(is).map((part) => boxOf(now, part))
  const beside = (mesh: Mesh) => ({
    ...mesh,
    parts: mesh.parts.filter((part) => boxes.some((box) => meet(box, boxOf(mesh, part)))),
  })
  return [beside(before), beside(now)]
}

/** How much work it is: bands times edges. */
export function steps(before: Mesh, now: Mesh): number {
  const count = [before, now].flatMap((mesh) => mesh.parts.flatMap((part) => part.polygons.flat(2)))
  return count.length ** 2
}

function* piecesAt(edges: Edge[], middle: number) {
  const met: [number, number][] = []
  for (const [ax, ay, bx, by, part] of edges)
    if (ay < middle !== by < middle) met.push([ax + ((middle - ay) / (by - ay)) * (bx - ax), part])
  met.sort((one, other) => one[0] - other[0])
  const inside = new Set<number>()
  let from = 0
  for (const [x, part] of met) {
    if (x > from && inside.size) yield { from, to: x, inside }
    if (!inside.delete(part)) inside.add(part)
    from = x
  }
}

function heightsOf(edges: Edge[]): number[] {
  const heights = edges.flatMap(([, ay, , by]) => [ay, by])
  for (let one = 0; one < edges.length; one++)
    for (let other = one + 1; other < edges.length; other++) {
      const place = crossed(edges[one] as Edge, edges[other] as Edge)
      if (place !== null) heights.push(place)
    }
  return [...new Set(heights)].sort((one, other) => one - other)
}

/** The height at which two edges cross between their ends. */
function crossed([ax, ay, bx, by]: Edge, [cx, cy, dx, dy]: Edge): number | null {
  if (Math.max(ay, by) <= Math.min(cy, dy) || Math.max(cy, dy) <= Math.min(ay, by)) return null
  const turn = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
  if (!turn) return null
  const along = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / turn
  const beside = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / turn
  const isInside = along > 0 && along < 1 && beside > 0 && beside < 1
  return isInside ? ay + along * (by - ay) : null
}

function edgesFrom(mesh: Mesh, owner: (at: number) => number): Edge[] {
  return mesh.parts.flatMap((part, at) =>
    part.polygons.flat().flatMap((ring) =>
      edgesOf(ring).map(([from, to]): Edge => {
        const [ax = 0, ay = 0] = mesh.corners[from] ?? []
        const [bx = 0, by = 0] = mesh.corners[to] ?? []
        return [ax, ay, bx, by, owner(at)]
      }),
    ),
  )
}

function share(
  pairs: Map<string, { names: [string, string]; size: number }>,
  parts: Part[],
  owners: number[],
  size: number,
): void {
  const [first = 0, second = 0] = [...owners].sort((one, other) => one - other)
  const key = `${first} ${second}`
  const name = (at: number) => parts[at]?.name_zh || parts[at]?.code || String(at + 1)
  const known = pairs.get(key) ?? { names: [name(first), name(second)], size: 0 }
  pairs.set(key, { ...known, size: known.size + size })
}

function boxOf(mesh: Mesh, part: Part): [number, number, number, number] {
  const places = part.polygons.flat(2).map((at) => mesh.corners[at] ?? [0, 0])
  const [xs, ys] = [places.map(([x = 0]) => x), places.map(([, y = 0]) => y)]
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}

function meet(one: number[], other: number[]): boolean {
  const [west = 0, south = 0, east = 0, north = 0] = one
  const [w = 0, s = 0, e = 0, n = 0] = other
  return w <= east && e >= west && s <= north && n >= south
}

/** Square metres of one degree of width in a band. */
function squareMetres(low: number, high: number, middle: number): number {
  const radian = Math.PI / 180
  return (high - low) * radian ** 2 * RADIUS ** 2 * Math.cos(middle * radian)
}
