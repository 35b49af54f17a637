import { describe, expect, it } from 'vitest'
import { downscaled, fitted, isLarge } from '../shared/downscale'

describe('photos are made smaller', () => {
  it('fits the longest side and keeps the shape', () => {
    expect(fitted(4000, 3000)).toEqual([2560, 1920])
    expect(fitted(3000, 4000)).toEqual([1920, 2560])
  })
  it('never makes them larger', () => expect(fitted(640, 480)).toEqual([640, 480]))
  it('keeps a line of one pixel', () => expect(fitted(100_000, 1)).toEqual([2560, 1]))
  it('redraws what is large in pixels or bytes', () => {
    expect(isLarge(4000, 3000, 10)).toBe(true)
    expect(isLarge(800, 600, 9_000_000)).toBe(true)
    expect(isLarge(800, 600, 90_000)).toBe(false)
  })
  it('leaves other files and unreadable photos as they are', async () => {
    const words = new File(['a'], 'a.txt', { type: 'text/plain' })
    const broken = new File(['a'], 'a.jpg', { type: 'image/jpeg' })
    expect(await downscaled(words)).toBe(words)
    expect(await downscaled(broken)).toBe(broken)
  })
})
