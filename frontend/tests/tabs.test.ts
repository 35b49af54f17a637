import { expect, test } from 'vitest'
import { startTabs } from '../shared/tabs'

test('the current tab comes into the middle of its row', () => {
  document.body.innerHTML = '<nav class="tabs"><a>Open</a><a aria-current="page">All</a></nav>'
  const row = document.querySelector('nav') as HTMLElement
  const tab = document.querySelector('[aria-current]') as HTMLElement
  row.getBoundingClientRect = () => ({ left: 10, width: 300 }) as DOMRect
  tab.getBoundingClientRect = () => ({ left: 710, width: 100 }) as DOMRect

  startTabs()
  expect(row.scrollLeft).toBe(600)
})
