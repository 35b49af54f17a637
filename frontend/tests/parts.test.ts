import { expect, it } from 'vitest'
import { isWholePage } from '../shared/parts'

it('knows a whole page from a part', () => {
  expect(isWholePage('\n<!doctype html><html lang="en">')).toBe(true)
  expect(isWholePage('<div id="results"></div>')).toBe(false)
})
