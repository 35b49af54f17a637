import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Follower, livePlace, waitBefore } from '../shared/live'

const HERE = {
  protocol: 'http:',
  hostname: 'town.test',
  href: 'http://town.test:8000/desk/',
} as Location

function meta(content: string, topics = 'tickets.1 tickets.2'): HTMLMetaElement {
  const made = document.createElement('meta')
  made.content = content
  made.dataset.port = '8001'
  made.dataset.token = 'to ken'
  made.dataset.topics = topics
  return made
}

class Source {
  static opened: Source[] = []
  onopen = () => {}
  onerror = () => {}
  onmessage = (_: { data: string }) => {}
  close = vi.fn()
  constructor(readonly url: string) {
    Source.opened.push(this)
  }
}

describe('where live calls come from', () => {
  it('is the next port of the same host', () => {
    expect(livePlace(meta(''), HERE)).toEqual({
      url: 'http://town.test:8001/live/?token=to+ken',
      topics: ['tickets.1', 'tickets.2'],
    })
  })
  it('is the place the server names', () => {
    expect(livePlace(meta('/live/'), HERE)?.url).toBe('http://town.test:8000/live/?token=to+ken')
  })
  it('is nowhere on a page without topics', () => {
    expect(livePlace(null, HERE)).toBeNull()
    expect(livePlace(meta('', ''), HERE)).toBeNull()
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
    Source.opened[0]?.onmessage({ data: 'b' })
    expect(heard).toEqual(['b'])
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

  it('waits longer after each failure, at most a minute', () => {
    expect([0, 1, 5, 6, 20].map(waitBefore)).toEqual([1_000, 2_000, 32_000, 60_000, 60_000])
  })
})
