const POLL = 20_000
const LONGEST_WAIT = 60_000
const TICKET_LASTS = 50 * 60_000 // the server takes a ticket for an hour

export interface LivePlace {
  url: string
  topics: string[]
}

/** Where the page's topics are told, from its meta element; null when it follows none. */
export function livePlace(page: Document, here: string): LivePlace | null {
  const meta = page.querySelector<HTMLMetaElement>('meta[name=gewu-live]')
  const { token, topics } = meta?.dataset ?? {}
  if (!meta?.content || !token || !topics) return null
  const url = new URL(meta.content, here)
  url.searchParams.set('token', token)
  return { url: url.href, topics: topics.split(' ').filter(Boolean) }
}

/** How long to wait before connection number `failures` + 1: 1 s, 2 s, 4 s … a minute. */
export function waitBefore(failures: number): number {
  return Math.min(1_000 * 2 ** failures, LONGEST_WAIT)
}

/** Follows the page's topics; each change fires `live:<topic>` on the body, which htmx may hear. */
export function startLive(): void {
  const place = livePlace(document, location.href)
  if (place) new Follower(place).connect()
}

/** Tells the body that a topic changed. */
export function tell(topic: string): void {
  document.body.dispatchEvent(new CustomEvent(`live:${topic}`, { bubbles: true }))
}

export class Follower {
  #failures = 0
  #poll = 0
  #since = Date.now()
  #place: LivePlace

  constructor(place: LivePlace) {
    this.#place = place
  }

  connect(): void {
    const source = new EventSource(this.#place.url)
    const heard = (message: MessageEvent<string>) => tell(message.data)
    source.addEventListener('changed', heard)
    source.addEventListener('again', heard)
    source.onopen = () => {
      if (this.#failures) this.#tellAll() // something may have changed meanwhile
      this.#failures = 0
      window.clearInterval(this.#poll)
      this.#poll = 0
    }
    source.onerror = () => {
      source.close()
      this.#pollMeanwhile()
      window.setTimeout(() => void this.#again(), waitBefore(this.#failures++))
    }
  }

  async #again(): Promise<void> {
    if (Date.now() - this.#since > TICKET_LASTS) await this.#renew()
    this.connect()
  }

  /** A page that was open for long asks the server for itself, only to get a fresh ticket. */
  async #renew(): Promise<void> {
    try {
      const answer = await fetch(location.href)
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      this.#place = livePlace(page, location.href) ?? this.#place
      this.#since = Date.now()
    } catch {
      // Still away; the next try comes by itself.
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
