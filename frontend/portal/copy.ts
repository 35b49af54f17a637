const SAID = 3_000

/** Shows buttons that copy a link, where the browser can. */
export function startCopy(): void {
  if (!navigator.clipboard) return
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copy]')) {
    button.hidden = false
    button.addEventListener('click', () => void copy(button))
  }
}

async function copy(button: HTMLButtonElement): Promise<void> {
  await navigator.clipboard.writeText(button.dataset.copy ?? '')
  const words = button.querySelector('span')
  const before = words?.textContent ?? ''
  if (!words || before === button.dataset.copied) return
  words.textContent = button.dataset.copied ?? ''
  window.setTimeout(() => {
    words.textContent = before
  }, SAID)
}
