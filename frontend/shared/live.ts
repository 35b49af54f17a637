const POLL = 20_000
const LONGEST_WAIT = 60_000

export interface LivePlace {
  url: string
  topics: string[]
}

/** Where the page's topics are told, from its meta element; null when it follows none. */
export function livePlace(meta: HTMLMetaElement | null, location: Location): LivePlace | null {
  const { token, port, topics } = meta?.dataset ?? {}
  if (!meta || !token || !topics) return null
  const told = meta.content || `${location.protocol}//${location.hostname}:${port}/live/`
  const url = new URL(told, location.href)
  url.searchParams.set('token', token)
  return { url: url.href, topics: topics.split(' ').filter(Boolean) }
}

/** How long to wait before connection number `failures` + 1: 1 s, 2 s, 4 s … a minute. */
export function waitBefore(failures: number): number {
  return Math.min(1_000 * 2 ** failures, LONGEST_WAIT)
}

/** Follows the page's topics; each change fires `live:<topic>` on the body, which htmx may hear. */
export function startLive(): void {
  const place = livePlace(document.querySelector('meta[name=gewu-live]'), window.location)
  if (place) new Follower(place).connect()
}

/** Tells the body that a topic changed. */
export function tell(topic: string): void {
  document.body.dispatchEvent(new CustomEvent(`live:${topic}`, { bubbles: true }))
}

export class Follower {
  #failures = 0
  #poll = 0
  readonly #place: LivePlace

  constructor(place: LivePlace) {
    this.#place = place
  }

  connect(): void {
    const source = new EventSource(this.#place.url)
    source.onopen = () => {
      if (this.#failures) this.#tellAll() // something may have changed meanwhile
      this.#failures = 0
      window.clearInterval(this.#poll)
      this.#poll = 0
    }
    source.onmessage = (message) => tell(String(message.data).trim())
    source.onerror = () => {
      source.close()
      this.#pollMeanwhile()
      window.setTimeout(() => this.connect(), waitBefore(this.#failures++))
    }
  }

  #pollMeanwhile(): void {
    if (this.#poll) return
    this.#poll = window.setInterval(() => {
      if (!document.hidden) this.#tellAll()
    }, POLL)
  }

  #tellAll(): void {
    for (const topic of this.#place.topics) tell(topic)
  }
}
