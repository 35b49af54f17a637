import { expect, it } from 'vitest'
import { Chosen } from '../desk/chosen'
import { dotsOf } from '../desk/dots'

const list = ['a', 'b', 'c', 'd']

it('begins at either end and stops there', () => {
  const chosen = new Chosen()
  expect([chosen.next(4, 1, -1), chosen.next(4, -1, -1)]).toEqual([0, 3])
  expect([chosen.next(4, 1, 3), chosen.next(4, -1, 0)]).toEqual([3, 0])
})

it('goes on from where the one stood that left the list', () => {
  const chosen = new Chosen()
  chosen.choose(list, 'b')
  expect(chosen.look(['a', 'c', 'd'])).toBe(false)
  expect([chosen.next(3, 1, -1), chosen.next(3, -1, -1)]).toEqual([1, 0])
})

it('follows the chosen one when others come before it', () => {
  const chosen = new Chosen()
  chosen.choose(list, 'b')
  expect(chosen.look(['x', 'y', 'a', 'b'])).toBe(true)
  chosen.look(['x', 'y', 'a', 'c'])
  expect(chosen.next(4, 1, -1)).toBe(3)
})

it('draws the rows that have a place, with their shapes', () => {
  document.body.innerHTML = `<table><tbody>
    <tr id="ta" data-href="/a/" data-lon="120.1" data-lat="30.2" data-sign="overdue"><td><a class="row-link">路灯</a></td></tr>
    <tr id="tb" data-href="/b/" data-lon="120.3" data-lat="30.4" data-sign="late"><td></td></tr>
    <tr id="tc" data-href="/c/" data-sign="running"><td></td></tr>
  </tbody></table>`
  const dots = dotsOf([...document.querySelectorAll('tr')]).features
  expect(dots.map((dot) => dot.properties)).toEqual([
    { id: 'ta', state: 'overdue', title: '路灯', url: '/a/' },
    { id: 'tb', state: 'done', title: '', url: '/b/' },
  ])
  expect(dots[0]?.geometry.coordinates).toEqual([120.1, 30.2])
})
