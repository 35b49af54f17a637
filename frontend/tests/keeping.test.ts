import { beforeEach, expect, it } from 'vitest'
import { keep, startKeeping } from '../desk/keeping'

const choice = (value: string, checked = '') =>
  `<label><input type="radio" name="unit" value="${value}" ${checked}>${value}</label>`

beforeEach(() => {
  document.body.innerHTML = `<fieldset data-keeps-choice>${choice('rule', 'checked')}${choice('a')}</fieldset>`
})

const list = () => document.querySelector<HTMLElement>('fieldset') as HTMLElement
const tell = (name: string, at: Node) =>
  at.dispatchEvent(new CustomEvent(name, { bubbles: true, detail: { target: list() } }))
const checked = () => list().querySelector<HTMLInputElement>(':checked')?.value

it('keeps what was ticked while the answer to a search was on its way', () => {
  startKeeping()
  ;(list().querySelector('[value=a]') as HTMLInputElement).checked = true
  tell('htmx:beforeSwap', list())
  list().innerHTML = choice('rule', 'checked') + choice('a')
  for (const each of list().childNodes) tell('htmx:afterSwap', each)
  expect(checked()).toBe('a')
})

it('puts back what the search does not find, still ticked', () => {
  const label = list().querySelectorAll('label')[1] as HTMLLabelElement
  ;(label.firstChild as HTMLInputElement).checked = true
  list().innerHTML = choice('rule') + choice('b')
  keep(list(), label)
  expect(checked()).toBe('a')
  expect(list().querySelectorAll('label')).toHaveLength(3)
})

it('leaves what is chosen in the fresh list before the swap has ended', () => {
  startKeeping()
  ;(list().querySelector('[value=a]') as HTMLInputElement).checked = true
  tell('htmx:beforeSwap', list())
  list().innerHTML = choice('rule', 'checked') + choice('a') + choice('b')
  ;(list().querySelector('[value=b]') as HTMLInputElement).click()
  tell('htmx:afterSwap', list().firstChild as Node)
  expect(checked()).toBe('b')
})
