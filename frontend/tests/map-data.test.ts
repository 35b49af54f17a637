import type { Feature } from 'geojson'
import { describe, expect, it } from 'vitest'
import { boxOf, firstBox, type MapData, nameOf, statesIn } from '../map/data'
import { namePlace, namePoints } from '../map/names'

const square = (id: string, x: number): Feature => ({
  type: 'Feature',
  properties: { id },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [x, 0],
        [x + 1, 0],
        [x + 1, 1],
        [x, 0],
      ],
    ],
  },
})
const areas = { type: 'FeatureCollection', features: [square('1', 0), square('2', 5)] }

describe('what a map shows first', () => {
  it('is the selected area', () => {
    expect(firstBox({ areas, selected: '2' } as MapData)).toEqual([5, 0, 6, 1])
  })
  it('is all areas when none is selected', () => {
    expect(firstBox({ areas } as MapData)).toEqual([0, 0, 6, 1])
  })
  it('is nothing when nothing is given', () => {
    expect(firstBox({})).toBeNull()
    expect(boxOf([])).toBeNull()
  })
})

it('names an area in the language of the page, else in the other', () => {
  expect(nameOf({ id: '1', name_zh: '一', name_en: 'One' }, false)).toBe('One')
  expect(nameOf({ id: '1', name_zh: '一' }, false)).toBe('一')
})

it('lists the states of its points for the legend', () => {
  const point = (state: string) => ({ properties: { state } })
  const points = { features: [point('done'), point('overdue'), point('done')] }
  expect(statesIn({ points } as unknown as MapData)).toEqual(['overdue', 'done'])
})

describe('where an area is named', () => {
  const polygon = (...ring: [number, number][]) => ({
    type: 'Polygon' as const,
    coordinates: [[...ring, ring[0] as [number, number]]],
  })
  it('is the middle of a square', () => {
    expect(namePlace(polygon([0, 0], [2, 0], [2, 2], [0, 2]))).toEqual([1, 1])
  })
  it('is inside a horseshoe', () => {
    const horseshoe = polygon([0, 0], [9, 0], [9, 9], [8, 9], [8, 1], [2, 1], [2, 9], [0, 9])
    expect(namePlace(horseshoe)?.[0]).toBe(1)
  })
  it('is in the largest part', () => {
    const parts = [polygon([0, 0], [1, 0], [1, 1]), polygon([5, 0], [9, 0], [9, 4], [5, 4])]
    const coordinates = parts.map((part) => part.coordinates)
    expect(namePlace({ type: 'MultiPolygon', coordinates })).toEqual([7, 2])
  })
  it('is once for each area, and nowhere for a line', () => {
    expect(
      namePoints({ type: 'FeatureCollection', features: areas.features as never[] }).features,
    ).toHaveLength(2)
    expect(
      namePlace({
        type: 'LineString',
        coordinates: [
          [0, 0],
          [1, 1],
        ],
      }),
    ).toBeNull()
    expect(namePoints(undefined).features).toEqual([])
  })
})
