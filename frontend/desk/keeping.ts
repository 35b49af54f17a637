/** A list of choices that is searched: what was ticked stays ticked, also where it is not found. */
export function startKeeping(): void {
  let kept: HTMLLabelElement | null = null
  document.addEventListener('htmx:beforeSwap', (event) => {
    kept = listOf(event)?.querySelector<HTMLInputElement>(':checked')?.closest('label') ?? null
  })
  // What is chosen between the two counts: the swap does not end in the same moment.
  document.addEventListener('change', ({ target }) => {
    if (kept && target instanceof HTMLInputElement && target.closest('[data-keeps-choice]')) {
      kept = target.closest('label')
    }
  })
  document.addEventListener('htmx:afterSwap', (event) => {
    const list = listOf(event)
    if (list && kept) keep(list, kept)
    kept = null
  })
}

/** Ticks the same choice in the fresh list; one that is not in it is put back at its end. */
export function keep(list: HTMLElement, label: HTMLLabelElement): void {
  const ticked = label.querySelector('input')
  const fresh = [...list.querySelectorAll<HTMLInputElement>('input[type=radio]')]
  const same = fresh.find((each) => each.value === ticked?.value)
  if (!same) list.append(label)
  const chosen = same ?? ticked // the fresh list came with another one ticked
  if (chosen) chosen.checked = true
}

/** The list that is swapped; what htmx calls upon afterwards are its fresh parts. */
function listOf(event: Event): HTMLElement | null {
  const { target } = (event as CustomEvent<{ target?: HTMLElement }>).detail
  return target?.matches('[data-keeps-choice]') ? target : null
}
