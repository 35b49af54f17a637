import { expect, test, vi } from 'vitest'
import { rest } from '../shared/once'

function form(extra = ''): HTMLFormElement {
  document.body.innerHTML = `<form data-once ${extra}><button type="submit">Go</button></form>`
  return document.querySelector('form') as HTMLFormElement
}

const pressed = () => document.querySelector('button')?.getAttribute('aria-disabled')

test('a form that leads to a page rests until that page is there', () => {
  vi.useFakeTimers()
  rest(form())
  vi.advanceTimersByTime(60_000)
  expect(pressed()).toBe('true')
})

test('a form that gives a file may be sent again once the file is on its way', () => {
  vi.useFakeTimers()
  const sent = form('data-gives-file')
  rest(sent)
  vi.advanceTimersByTime(1_000)
  expect(pressed()).toBe('true')
  vi.advanceTimersByTime(4_000)
  expect(pressed()).toBe('false')
  expect(sent.dataset.sending).toBeUndefined()
})
