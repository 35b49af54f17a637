/** Loads the pen for outlines where a page has one and its map is drawn. */
export function startDrawing(): void {
  document.addEventListener('gewu:map', (event) => {
    const board = document.querySelector<HTMLElement>('[data-drawing]')
    const map = event.target
    if (!board || !(map instanceof HTMLElement) || map.getAttribute('source') !== board.dataset.map)
      return
    void import('../map/drawing').then(({ Drawing }) => new Drawing(board, map as never).start())
  })
}
