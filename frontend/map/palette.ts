import { STATES, type State } from './data'

export interface Palette {
  land: string
  water: string
  green: string
  street: string
  building: string
  border: string
  ink: string
  halo: string
  sheet: string
  action: string
  bad: string
  steps: string[]
  states: Record<State, string>
}

const STATE_TOKENS: Record<State, string> = {
  running: '--action',
  near: '--near',
  overdue: '--bad',
  paused: '--paused',
  done: '--good',
}

/** The map's colours, read from the tokens of the theme that is shown now. */
export function palette(element: Element): Palette {
  const style = getComputedStyle(element)
  const token = (name: string) => style.getPropertyValue(name).trim()
  const states = STATES.map((state) => [state, token(STATE_TOKENS[state])])
  return {
    land: token('--map-land'),
    water: token('--map-water'),
    green: token('--map-green'),
    street: token('--map-street'),
    building: token('--map-building'),
    border: token('--map-border'),
    ink: token('--ink'),
    halo: token('--map-land'),
    sheet: token('--sheet'),
    action: token('--action-text'),
    bad: token('--bad'),
    steps: [1, 2, 3, 4, 5].map((step) => token(`--map-step-${step}`)),
    states: Object.fromEntries(states) as Record<State, string>,
  }
}
