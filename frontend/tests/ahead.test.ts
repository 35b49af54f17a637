import { describe, expect, it } from 'vitest'
import { firstTiles, tilesAhead } from '../map/ahead'
import type { Box, MapData } from '../map/data'

const tiles = {
  url: '/territory/tiles/abc/{z}/{x}/{y}.pbf',
  page: '',
  closest: 16,
  finest: 14,
  box: [116, 35, 116.3, 35.2] as Box,
}
const asked = (data: MapData, width: number, height: number) =>
  firstTiles(data, width, height).map((each) => each.replace(/^.*abc\/|\.pbf$/g, ''))

describe('the tiles of the first view', () => {
  it('are those that MapLibre asks for', () => {
    expect(asked({ tiles }, 1112, 648)).toEqual([
      '10/841/404',
      '10/842/404',
      '10/841/405',
      '10/842/405',
    ])
  })
  it('lie in the box that the map shows first', () => {
    const box: Box = [116.1, 35.1, 116.102, 35.102]
    const found = asked({ tiles, box }, 1112, 648)
    expect(found.length).toBeGreaterThan(1)
    expect(found.every((each) => each.startsWith('16/'))).toBe(true)
  })
  it('are none where areas come with the page or the map has no room yet', () => {
    expect(firstTiles({}, 1112, 648)).toEqual([])
    expect(firstTiles({ tiles }, 0, 0)).toEqual([])
  })
})

it('asks for nothing again once the map is drawn', () => {
  document.body.innerHTML =
    '<template id="m">{}</template><gewu-map source="m"><canvas></canvas></gewu-map>'
  expect(tilesAhead(document.querySelector('gewu-map') as HTMLElement)).toEqual([])
})
