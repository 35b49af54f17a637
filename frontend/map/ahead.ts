import { type Box, dataOf, type MapData } from './data'

const TILE = 512
export const ROOM = 28 // pixels around what is shown first
export const CLOSEST_FIRST = 17

/** Addresses of the tiles that a map will show first; none where its areas come with the page. */
export function tilesAhead(map: HTMLElement): string[] {
  if (map.querySelector('canvas')) return []
  return firstTiles(dataOf(map), map.clientWidth, map.clientHeight)
}

/** The tiles of the view that MapLibre chooses for a box: all of it, with room around. */
export function firstTiles(data: MapData, width: number, height: number): string[] {
  const { tiles } = data
  if (!tiles || width <= 2 * ROOM || height <= 2 * ROOM) return []
  const [west, north, east, south] = world(data.box ?? tiles.box)
  const scale = Math.min(
    (width - 2 * ROOM) / (east - west),
    (height - 2 * ROOM) / (south - north),
    TILE * 2 ** CLOSEST_FIRST,
  )
  const zoom = Math.min(Math.floor(Math.log2(scale / TILE)), tiles.closest)
  const x = (west + east) / 2
  const y = (north + south) / 2
  const [reachX, reachY] = [width / 2 / scale, height / 2 / scale]
  const drawn = world(tiles.box)
  const at = (place: number) => Math.floor(place * 2 ** zoom)
  const found: string[] = []
  for (
    let row = at(Math.max(y - reachY, drawn[1]));
    row <= at(Math.min(y + reachY, drawn[3]));
    row++
  )
    for (
      let column = at(Math.max(x - reachX, drawn[0]));
      column <= at(Math.min(x + reachX, drawn[2]));
      column++
    )
      found.push(
        tiles.url.replace('{z}', `${zoom}`).replace('{x}', `${column}`).replace('{y}', `${row}`),
      )
  return found
}

/** West, north, east and south as places of the square world of web maps, south below. */
function world([west, south, east, north]: Box): [number, number, number, number] {
  const x = (lon: number) => lon / 360 + 0.5
  const y = (lat: number) => 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)
  return [x(west), y(north), x(east), y(south)]
}
