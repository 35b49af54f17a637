/** Ready words and articles: a click puts them behind what is already written. */
export function startInserting(): void {
  document.addEventListener('click', (event) => {
    const button = (event.target as HTMLElement).closest<HTMLElement>('[data-insert]')
    const field = button && document.getElementById(button.dataset.insert ?? '')
    if (!button || !(field instanceof HTMLTextAreaElement)) return
    event.preventDefault()
    const words = button.closest('li, details')?.querySelector('[data-words]')?.textContent ?? ''
    field.value = field.value.trim() ? `${field.value.trim()}\n${words}` : words
    note(button.dataset.article)
    field.focus()
  })
}

function note(article: string | undefined): void {
  const field = document.getElementById('id_article')
  if (article && field instanceof HTMLInputElement) field.value = article
}
