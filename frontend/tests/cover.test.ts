import { describe, expect, it } from 'vitest'
import { coverOf, steps, touched } from '../map/cover'
import { meshOf, moved, sizeOf, together } from '../map/mesh'

const square = (code: string, west: number, east = west + 0.01) => ({
  type: 'Feature' as const,
  properties: { code, name_zh: code, name_en: '' },
  geometry: {
    type: 'Polygon' as const,
    coordinates: [
      [
        [west, 35],
        [east, 35],
        [east, 35.01],
        [west, 35.01],
        [west, 35],
      ],
    ],
  },
})

describe('gaps and overlaps while drawing', () => {
  const before = meshOf([square('a', 116), square('b', 116.01)])
  const whole = sizeOf(before, before.parts[0] as never)

  it('are none as long as borders are shared', () => {
    const corner = before.corners.findIndex(([x, y]) => x === 116.01 && y === 35.01)
    const cover = coverOf(before, moved(before, corner, [116.012, 35.01]))
    expect(cover.overlap).toBeCloseTo(0, 3)
    expect(cover.gap).toBeCloseTo(0, 3)
    expect(cover.at).toBeNull()
  })

  it('are as large as what two parts have in common, with both names', () => {
    const cover = coverOf(before, meshOf([square('a', 116, 116.015), square('b', 116.01)]))
    expect(cover.overlap / whole).toBeCloseTo(0.5, 4)
    expect(cover.between).toHaveLength(1)
    expect(cover.between[0]?.names).toEqual(['a', 'b'])
    expect(cover.at?.[0]).toBeCloseTo(116.0125)
    expect(cover.gap).toBeCloseTo(0, 3)
  })

  it('are what had an owner before and has none now', () => {
    const cover = coverOf(before, meshOf([square('a', 116, 116.005), square('b', 116.01)]))
    expect(cover.gap / whole).toBeCloseTo(0.5, 4)
    expect(cover.overlap).toBeCloseTo(0, 3)
  })

  it('are exact where edges cross', () => {
    const corner = before.corners.findIndex(([x, y]) => x === 116 && y === 35.01)
    const bow = moved(meshOf([square('a', 116)]), 3, [116.02, 35])
    expect(corner).toBeGreaterThanOrEqual(0)
    expect(coverOf(before, together(bow, meshOf([square('b', 116.01)]))).overlap).toBeGreaterThan(0)
  })

  it('are looked for beside what changed only', () => {
    const far = meshOf([square('a', 116), square('b', 117)])
    const [then, now] = touched(far, far, (part) => part.code === 'a')
    expect([then.parts.length, now.parts.length]).toEqual([1, 1])
    expect(steps(then, now)).toBe(64)
  })
})
