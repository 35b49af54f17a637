/** Searches the kinds of requests: hides what does not fit, opens the groups that hold the rest. */
export function startKinds(): void {
  for (const kinds of document.querySelectorAll<HTMLElement>('[data-kinds]')) {
    const box = kinds.querySelector<HTMLElement>('[data-kinds-search]')
    const input = box?.querySelector('input')
    if (!box || !input) continue
    box.hidden = false
    input.addEventListener('input', () => show(kinds, input.value))
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') event.preventDefault() // searching does not send the report
    })
  }
}

/** Whether a kind fits the words that are looked for; every word must occur. */
export function fits(kind: string, words: string): boolean {
  const known = kind.toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => known.includes(word))
}

function show(kinds: HTMLElement, words: string): void {
  const wanted = words.trim()
  let found = 0
  for (const group of kinds.querySelectorAll('details')) {
    let inside = 0
    for (const choice of group.querySelectorAll<HTMLElement>('[data-kind]')) {
      const shown = fits(choice.dataset.kind ?? '', wanted)
      choice.hidden = !shown
      if (shown) inside += 1
    }
    group.hidden = inside === 0
    group.open = wanted !== '' && inside > 0
    found += inside
  }
  const none = kinds.querySelector<HTMLElement>('[data-kinds-none]')
  if (none) none.hidden = found > 0
}
