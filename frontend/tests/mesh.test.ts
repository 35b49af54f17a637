import { describe, expect, it } from 'vitest'
import {
  crossing,
  cut,
  inserted,
  joined,
  meshOf,
  moved,
  outlinesOf,
  removed,
  sizeOf,
} from '../map/mesh'

const square = (code: string, west: number, corners: number[][] = []) => ({
  type: 'Feature' as const,
  properties: { code, name_zh: code, name_en: '' },
  geometry: {
    type: 'Polygon' as const,
    coordinates: [[[west, 0], [west + 1, 0], ...corners, [west + 1, 1], [west, 1], [west, 0]]],
  },
})

describe('outlines that share their corners', () => {
  it('come back as they were', () => {
    const outlines = [square('a', 0), square('b', 1)]
    expect(outlinesOf(meshOf(outlines))).toEqual(outlines)
  })

  it('move a common border for both', () => {
    const mesh = meshOf([square('a', 0), square('b', 1)])
    const corner = mesh.corners.findIndex(([x, y]) => x === 1 && y === 1)
    const [a, b] = outlinesOf(moved(mesh, corner, [1.2, 1]))
    expect(JSON.stringify(a)).toContain('[1.2,1]')
    expect(JSON.stringify(b)).toContain('[1.2,1]')
  })

  it('get the corners of a neighbour on their edges', () => {
    const mesh = meshOf([square('a', 0, [[1, 0.5]]), square('b', 1)])
    expect(mesh.parts[1]?.polygons[0]?.[0]).toHaveLength(5)
  })

  it('take a new corner on both sides and give it back', () => {
    const mesh = meshOf([square('a', 0), square('b', 1)])
    const [low, high] = [0, 1].map((lat) =>
      mesh.corners.findIndex(([x, y]) => x === 1 && y === lat),
    )
    const grown = inserted(mesh, [low as number, high as number], [1, 0.5])
    expect(grown.parts.map((part) => part.polygons[0]?.[0]?.length)).toEqual([5, 5])
    expect(removed(grown, mesh.corners.length)?.parts).toEqual(mesh.parts)
  })

  it('keep three corners at least', () => {
    const mesh = meshOf([square('a', 0)])
    const less = removed(mesh, 0)
    expect(less && removed(less, 1)).toBeNull()
  })

  it('are cut along a line and joined again', () => {
    const mesh = meshOf([square('a', 0)])
    const halves = cut(mesh, 0, [0, 2], [[0.4, 0.6]])
    expect(halves?.parts).toHaveLength(2)
    const [one = 0, other = 0] = halves?.parts.map((part) => sizeOf(halves, part)) ?? []
    expect(one + other).toBeCloseTo(sizeOf(mesh, mesh.parts[0] as never), -3)
    const again = halves && joined(halves, 0, 1)
    expect(again?.parts).toHaveLength(1)
    expect(again?.parts[0]?.polygons[0]?.[0]).toHaveLength(4)
    expect(cut(mesh, 0, [0, 0], [])).toBeNull()
    expect(joined(meshOf([square('a', 0), square('b', 5)]), 0, 1)).toBeNull()
  })

  it('say where they cross', () => {
    const mesh = meshOf([square('a', 0), square('b', 1)])
    expect(crossing(mesh, mesh.parts[0] as never)).toBeNull()
    const west = mesh.corners.findIndex(([x, y]) => x === 0 && y === 0)
    const wrong = moved(mesh, west, [3, 0.5])
    expect(crossing(wrong, wrong.parts[0] as never)).not.toBeNull()
  })

  it('measure square metres', () => {
    const mesh = meshOf([square('a', 0)])
    expect(sizeOf(mesh, mesh.parts[0] as never) / 1e9).toBeCloseTo(12.36, 1)
  })
})
