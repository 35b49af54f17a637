/** A whole page where a part was asked for (signed out, or an error page) is opened as a page. */
export function startParts(): void {
  document.addEventListener('htmx:beforeSwap', (event) => {
    const { xhr, boosted } = (event as CustomEvent<{ xhr: XMLHttpRequest; boosted?: boolean }>)
      .detail
    if (boosted || xhr.status >= 400 || !isWholePage(xhr.responseText)) return
    event.preventDefault()
    window.location.assign(xhr.responseURL || window.location.href)
  })
}

export function isWholePage(text: string): boolean {
  return /^\s*<!doctype html/i.test(text)
}
