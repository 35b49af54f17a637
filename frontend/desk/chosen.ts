/** Which ticket of a list is chosen, and where it stood, so that one goes on from there. */
export class Chosen {
  id = ''
  #stood = -1

  /** Choose one; it is known by its id while the list changes around it. */
  choose(order: readonly string[], id: string): void {
    this.id = id
    this.#stood = order.indexOf(id)
  }

  /** After the list was fetched again: where it stands now; what left keeps its old place. */
  look(order: readonly string[]): boolean {
    const now = order.indexOf(this.id)
    if (now >= 0) this.#stood = now
    return now >= 0
  }

  /** The place after another one; beside the gap where the chosen one has left the list. */
  next(length: number, step: 1 | -1, from: number): number {
    const to = from < 0 ? this.#besideGap(length, step) : from + step
    return Math.max(0, Math.min(length - 1, to))
  }

  #besideGap(length: number, step: 1 | -1): number {
    if (this.#stood < 0) return step > 0 ? 0 : length - 1
    return step > 0 ? this.#stood : this.#stood - 1
  }
}

export const chosen = new Chosen()

/** The rows of the list that can be chosen or opened. */
export function rows(): HTMLTableRowElement[] {
  return [...document.querySelectorAll<HTMLTableRowElement>('[data-rows] tr[data-href]')]
}

/** The ids of these rows. */
export function order(): string[] {
  return rows().map((row) => row.id)
}
