import type { FeatureCollection, Geometry } from 'geojson'
import type { Map as Canvas } from 'maplibre-gl'
import { boxOf } from '../map/data'
import type { GewuMap } from '../map/element'

interface Faults {
  faults: FeatureCollection<Geometry, { fault: number }>
  parents: FeatureCollection
}

/** What was found in a file, drawn on its map; a place in the list jumps there. */
export function startFaults(): void {
  document.addEventListener('gewu:map', (event) => {
    const element = event.target as GewuMap
    if (!element.closest('[data-faults]') || !element.map) return
    const map = element.map
    paint(element, map)
    map.on('style.load', () => paint(element, map))
  })
  document.addEventListener('click', (event) => {
    const link = (event.target as HTMLElement).closest<HTMLElement>('a[data-fault]')
    const element = document.querySelector<GewuMap>('gewu-map[source="file-map"][ready]')
    const fault = read()?.faults.features.find((each) => isFault(each.properties.fault, link))
    if (!fault || !element?.map) return
    element.show(boxOf([fault]))
    element.map.setFilter('fault-chosen', ['==', ['get', 'fault'], fault.properties.fault])
  })
}

/** Whether a link in the list leads to this fault. */
export function isFault(number: number, link: HTMLElement | null): boolean {
  return link?.dataset.fault === String(number)
}

function paint(element: GewuMap, map: Canvas): void {
  const data = read()
  if (!data) return
  const bad = token(element, '--bad')
  map.addSource('parents', { type: 'geojson', data: data.parents })
  map.addLayer(
    {
      id: 'parents',
      type: 'line',
      source: 'parents',
      paint: { 'line-color': token(element, '--near'), 'line-width': 2 },
    },
    'area-line',
  )
  if (element.getAttribute('source') !== 'file-map') return
  map.addSource('faults', { type: 'geojson', data: data.faults })
  map.addLayer({
    id: 'fault-fill',
    type: 'fill',
    source: 'faults',
    paint: { 'fill-color': bad, 'fill-opacity': 0.5 },
  })
  map.addLayer({
    id: 'fault-line',
    type: 'line',
    source: 'faults',
    paint: { 'line-color': bad, 'line-width': 2 },
  })
  map.addLayer({
    id: 'fault-points',
    type: 'circle',
    source: 'faults',
    filter: ['==', ['geometry-type'], 'Point'],
    paint: { 'circle-color': bad, 'circle-radius': 6 },
  })
  map.addLayer({
    id: 'fault-chosen',
    type: 'line',
    source: 'faults',
    filter: ['==', ['get', 'fault'], -1],
    paint: { 'line-color': token(element, '--action'), 'line-width': 4 },
  })
}

function read(): Faults | null {
  const held = document.getElementById('faults-data')
  const text = held instanceof HTMLTemplateElement ? held.content.textContent : ''
  return text ? (JSON.parse(text) as Faults) : null
}

function token(element: Element, name: string): string {
  return getComputedStyle(element).getPropertyValue(name).trim()
}
