import type { Feature } from 'geojson'
import { describe, expect, it } from 'vitest'
import { boxOf, firstBox, type MapData, nameOf, statesIn } from '../map/data'

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
