import type { FeatureCollection, Point } from 'geojson'
import { type PointProperties, STATES, type State } from '../map/data'

/** The rows of a page as dots; rows without a place are left out. */
export function dotsOf(
  list: readonly HTMLTableRowElement[],
): FeatureCollection<Point, PointProperties> {
  const placed = list.filter((row) => row.dataset.lon)
  return {
    type: 'FeatureCollection',
    features: placed.map((row) => ({
      type: 'Feature',
      geometry: {
        type: 'Point',
        coordinates: [Number(row.dataset.lon), Number(row.dataset.lat)],
      },
      properties: {
        id: row.id,
        state: signOf(row),
        title: titleOf(row),
        url: row.dataset.href ?? '',
      },
    })),
  }
}

/** What a row is about. */
export function titleOf(row: HTMLTableRowElement): string {
  return row.querySelector('.row-link')?.textContent ?? ''
}

/** A clock that was late at its end is done all the same. */
function signOf(row: HTMLTableRowElement): State {
  return STATES.find((state) => state === row.dataset.sign) ?? 'done'
}
