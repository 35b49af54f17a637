import { expect, it } from 'vitest'
import { Picks } from '../desk/picking'

const rows = ['a', 'b', 'c', 'd', 'e']
const ticked = (picks: Picks) => [...picks.ids].sort().join('')

it('ticks one, and with shift everything up to it in both directions', () => {
  const picks = new Picks()
  picks.pick(rows, 'b', true)
  picks.pick(rows, 'd', true, true)
  expect(ticked(picks)).toBe('bcd')
  picks.pick(rows, 'a', false, true)
  expect(ticked(picks)).toBe('')
})

it('takes shift for an ordinary click where nothing was ticked before', () => {
  const picks = new Picks()
  picks.pick(rows, 'c', true, true)
  expect(ticked(picks)).toBe('c')
})

it('ticks the whole page and forgets what left it', () => {
  const picks = new Picks()
  picks.all(rows, true)
  picks.keepOnly(['b', 'c', 'x'])
  expect(ticked(picks)).toBe('bc')
  picks.all(['b', 'c', 'x'], false)
  expect(ticked(picks)).toBe('')
})
