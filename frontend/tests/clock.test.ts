import { describe, expect, it } from 'vitest'
import cases from '../../src/gewu/ui/tests/clock_cases.json'
import { face } from '../shared/clock'
import { GewuClock } from '../shared/clock-element'

const NOW = new Date('2026-11-23T09:00:00+08:00')
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)

describe('a clock says the same as the server', () => {
  for (const { seconds, near, zh, en, state } of cases) {
    it(`says ${en}`, () => {
      const warn = near ? later(-1) : later(seconds)
      expect(face(later(seconds), NOW, warn, 'zh')).toEqual({ state, text: zh })
      expect(face(later(seconds), NOW, warn, 'en')).toEqual({ state, text: en })
    })
  }
})

describe('the clock element', () => {
  customElements.define('gewu-clock', GewuClock)

  function clock(state: string): GewuClock {
    document.documentElement.lang = 'en'
    document.body.innerHTML = `<gewu-clock class="clock" state="${state}" due="${NOW.toISOString()}"><svg><use href="/icons.svg#clock"></use></svg><span>from the server</span></gewu-clock>`
    return document.querySelector('gewu-clock') as GewuClock
  }

  it('turns to overdue in words, icon and colour', () => {
    const element = clock('running')
    element.draw(later(3600))
    expect(element.textContent).toBe('1 h over')
    expect(element.classList.contains('clock-overdue')).toBe(true)
    expect(element.querySelector('use')?.getAttribute('href')).toBe('/icons.svg#alarm')
  })

  it('leaves the words of a paused clock alone', () => {
    expect(clock('paused').textContent).toBe('from the server')
  })
})
