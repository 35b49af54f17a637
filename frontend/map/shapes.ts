import type { State } from './data'

const SIZE = 22
const RATIO = 2

/** Each state has a shape of its own, so that colour is never the only sign. */
export const PATHS: Record<State, string> = {
  running: 'M11 4a7 7 0 1 0 0 14a7 7 0 1 0 0-14z',
  near: 'M11 2.5L19.5 11L11 19.5L2.5 11z',
  overdue: 'M11 2.5L20 18.5L2 18.5z',
  paused: 'M4.5 4.5h13v13h-13z',
  done: 'M11 5.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11z',
}

/** A state's shape as pixels for the map. */
export function picture(state: State, fill: string, edge: string): ImageData | null {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = SIZE * RATIO
  const pen = canvas.getContext('2d')
  if (!pen) return null
  pen.scale(RATIO, RATIO)
  const shape = new Path2D(PATHS[state])
  pen.lineJoin = 'round'
  pen.fillStyle = fill
  pen.strokeStyle = edge
  pen.lineWidth = 2
  pen.fill(shape)
  pen.stroke(shape)
  return pen.getImageData(0, 0, canvas.width, canvas.height)
}

/** The same shape for the legend. */
export function legendShape(state: State): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', `0 0 ${SIZE} ${SIZE}`)
  svg.setAttribute('class', `map-shape map-shape-${state}`)
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  path.setAttribute('d', PATHS[state])
  svg.append(path)
  return svg
}
