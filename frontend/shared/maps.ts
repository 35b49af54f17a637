import { tilesAhead } from '../map/ahead'

/** Loads the map only on a page that has one, now or after a part was replaced. */
export function startMaps(): void {
  const load = () => {
    const map = document.querySelector<HTMLElement>('gewu-map')
    if (!map) return
    // The tiles travel while the map's own script is read; it then finds them in the browser's store.
    for (const address of tilesAhead(map)) void fetch(address).catch(() => null)
    void import('../map/element')
  }
  load()
  document.addEventListener('htmx:afterSwap', load)
}
