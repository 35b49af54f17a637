import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Follower, livePlace, waitBefore } from '../shared/live'

const HERE = 'http://town.test:8000/desk/'

function page(content: string, topics = 'tickets.1 tickets.2'): Document {
  const html = `<meta name="gewu-live" content="${content}" data-token="to ken" data-topics="${topics}">`
  return new DOMParser().parseFromString(`<head>${html}</head>`, 'text/html')
}

class Source extends EventTarget {
  static opened: Source[] = []
  onopen = () => {}
  onerror = () => {}
  close = vi.fn()
  constructor(readonly url: string) {
    super()
    Source.opened.push(this)
  }
}

describe('where live calls come from', () => {
  it('is the address the server names, elsewhere or here', () => {
    expect(livePlace(page('http://town.test:8001/live'), HERE)).toEqual({
      url: 'http://town.test:8001/live?token=to+ken',
      topics: ['tickets.1', 'tickets.2'],
    })
    expect(livePlace(page('/live'), HERE)?.url).toBe('http://town.test:8000/live?token=to+ken')
  })
  it('is nowhere on a page without topics', () => {
    expect(livePlace(page('/live', ''), HERE)).toBeNull()
    expect(livePlace(document, HERE)).toBeNull()
  })
})

describe('following', () => {
  const heard: string[] = []
  for (const topic of ['a', 'b']) {
    document.body.addEventListener(`live:${topic}`, () => heard.push(topic))
  }
  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('EventSource', Source)
    Source.opened = []
    heard.length = 0
  })

  it('tells the body which topic changed', () => {
    new Follower({ url: 'x', topics: ['a', 'b'] }).connect()
    Source.opened[0]?.dispatchEvent(new MessageEvent('changed', { data: 'b' }))
    Source.opened[0]?.dispatchEvent(new MessageEvent('again', { data: 'a' }))
    expect(heard).toEqual(['b', 'a'])
  })

  it('polls while the stream is away, and comes back', () => {
    new Follower({ url: 'x', topics: ['a', 'b'] }).connect()
    Source.opened[0]?.onerror()
    vi.advanceTimersByTime(1_000)
    expect(Source.opened).toHaveLength(2)
    vi.advanceTimersByTime(20_000)
    expect(heard).toEqual(['a', 'b'])
    Source.opened[1]?.onopen()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('asks for a fresh ticket when its own is old', async () => {
    const fresh = page('/live', 'a').documentElement.outerHTML
    vi.stubGlobal('fetch', async () => new Response(fresh))
    new Follower({ url: 'old', topics: ['a', 'b'] }).connect()
    vi.advanceTimersByTime(51 * 60_000)
    Source.opened[0]?.onerror()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(Source.opened[1]?.url).toContain('token=to+ken')
  })

  it('waits longer after each failure, at most a minute', () => {
    expect([0, 1, 5, 6, 20].map(waitBefore)).toEqual([1_000, 2_000, 32_000, 60_000, 60_000])
  })
})
