const PATIENCE = 300

/** A part that takes longer than 300 ms pales until it is there. */
export function startSkeletons(): void {
  const waiting = new WeakMap<Element, number>()
  document.addEventListener('htmx:beforeRequest', (event) => {
    const target = targetOf(event)
    if (!target) return
    waiting.set(
      target,
      window.setTimeout(() => target.classList.add('loading'), PATIENCE),
    )
  })
  document.addEventListener('htmx:afterRequest', (event) => {
    const target = targetOf(event)
    if (!target) return
    window.clearTimeout(waiting.get(target))
    target.classList.remove('loading')
  })
}

function targetOf(event: Event): Element | null {
  return (event as CustomEvent<{ target?: Element }>).detail.target ?? null
}
