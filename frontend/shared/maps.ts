/** Loads the map only on a page that has one, now or after a part was replaced. */
export function startMaps(): void {
  const load = () => {
    if (document.querySelector('gewu-map')) void import('../map/element')
  }
  load()
  document.addEventListener('htmx:afterSwap', load)
}
