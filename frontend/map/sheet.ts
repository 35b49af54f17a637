import { type Cover, coverOf, MOST, SMALLEST, steps, touched } from './cover'
import type { AreaProperties, MapData } from './data'
import * as mesh from './mesh'

const HECTARE = 10_000
const MOST_NAMED = 3

/** What is drawn, with what it was before; tells figures, the list of corners and the form. */
export class Sheet {
  now: mesh.Mesh
  readonly #first: string[]
  readonly #before: mesh.Mesh
  readonly #beside: Parameters<typeof mesh.meshOf>[0]
  readonly #board: HTMLElement
  readonly #code: string
  readonly #isSplit: boolean
  readonly #into: HTMLTextAreaElement | null
  readonly #changed: () => void
  #back: mesh.Mesh[] = []
  #on: mesh.Mesh[] = []

  constructor(board: HTMLElement, data: MapData, changed: () => void) {
    this.#board = board
    this.#changed = changed
    this.#code = board.dataset.code ?? ''
    this.#isSplit = board.dataset.kind === 'split'
    this.#into = document.getElementById(board.dataset.into ?? '') as HTMLTextAreaElement | null
    const features = (data.areas?.features ?? []) as Parameters<typeof mesh.meshOf>[0]
    const own = features.filter((each) => each.properties.code === this.#code)
    const begun = this.#isSplit ? own : features
    this.#beside = this.#isSplit ? features.filter((each) => !own.includes(each)) : []
    this.#first = mesh.outlinesOf(mesh.meshOf(begun)).map((each) => JSON.stringify(each))
    this.#before = mesh.meshOf([...begun, ...this.#beside])
    this.now = mesh.meshOf(this.#sent(begun))
  }

  /** The parts whose corners may be moved. */
  own(): mesh.Part[] {
    return this.#isSplit ? this.now.parts : this.now.parts.filter((p) => p.code === this.#code)
  }

  corners(): number[] {
    return [...new Set(this.own().flatMap(mesh.cornersOf))]
  }

  edges(): [number, number][] {
    return mesh.edgesIn(this.own())
  }

  features() {
    return [...this.#beside, ...mesh.outlinesOf(this.now)].map((each, index) => {
      const id = each.properties.code || String(index)
      return { ...each, properties: { ...each.properties, id } as AreaProperties }
    })
  }

  change(to: mesh.Mesh): void {
    this.#back.push(this.now)
    this.#on = []
    this.now = to
    this.#write()
  }

  undo(): void {
    const before = this.#back.pop()
    if (!before) return
    this.#on.push(this.now)
    this.now = before
    this.#write()
  }

  redo(): void {
    const after = this.#on.pop()
    if (!after) return
    this.#back.push(this.now)
    this.now = after
    this.#write()
  }

  cut(ends: [number, number], line: mesh.Mesh['corners']): void {
    for (const index of this.now.parts.keys()) {
      const parts = mesh.cut(this.now, index, ends, line)
      if (!parts) continue
      this.change(parts)
      return
    }
  }

  /** The last part goes back to one that touches it. */
  join(): void {
    const last = this.now.parts.length - 1
    for (let index = last - 1; index >= 0; index--) {
      const whole = mesh.joined(this.now, index, last)
      if (!whole) continue
      this.change(whole)
      return
    }
  }

  /** How the change leaves gaps and overlaps; nothing while a drag would have to wait for it. */
  cover(isDragging: boolean): Cover | null {
    const all = mesh.together(this.now, mesh.meshOf(this.#beside))
    const isChanged = (part: mesh.Part) =>
      mesh.outlinesOf(all, [part]).some((each) => !this.#first.includes(JSON.stringify(each)))
    const own = new Set(all.parts.slice(0, this.now.parts.length).filter(isChanged))
    const [before, now] = touched(this.#before, all, (part) => own.has(part))
    return isDragging && steps(before, now) > MOST ? null : coverOf(before, now)
  }

  /** Gaps and overlaps in words, the larger ones by name; empty where there are none. */
  said(cover: Cover): string {
    const { overlap = '', gap = '', metres = '', hectares = '' } = this.#board.dataset
    const size = (value: number) =>
      value < HECTARE
        ? metres.replace('{size}', String(Math.round(value)))
        : hectares.replace('{size}', (value / HECTARE).toFixed(2))
    const shared = cover.between.filter((each) => each.size >= SMALLEST).slice(0, MOST_NAMED)
    const words = shared.map((each) =>
      overlap
        .replace('{size}', size(each.size))
        .replace('{one}', each.names[0])
        .replace('{other}', each.names[1]),
    )
    if (cover.gap >= SMALLEST) words.push(gap.replace('{size}', size(cover.gap)))
    return words.join(' · ')
  }

  /** Figures, warnings and the list of corners. */
  tell(chosen: number, isCutting: boolean): void {
    const corners = this.corners()
    const size = this.own().reduce((sum, part) => sum + mesh.sizeOf(this.now, part), 0)
    const crosses = this.own().some((part) => mesh.crossing(this.now, part))
    const { said = '', crossed = '', cutting = '' } = this.#board.dataset
    const figures = said
      .replace('{size}', (size / HECTARE).toFixed(2))
      .replace('{corners}', String(corners.length))
      .replace('{parts}', String(this.own().length))
    this.#text('[data-figures]', figures)
    this.#text('[data-warning]', crosses ? crossed : isCutting ? cutting : '')
    this.#list(corners, chosen)
    for (const button of this.#board.querySelectorAll<HTMLButtonElement>('[data-do]')) {
      const needs = { undo: this.#back.length, redo: this.#on.length, join: this.own().length - 1 }
      const what = button.dataset.do as keyof typeof needs
      button.disabled = what in needs ? needs[what] < 1 : chosen < 0
    }
  }

  #list(corners: number[], chosen: number): void {
    const list = this.#board.querySelector<HTMLSelectElement>('[data-corners]')
    if (!list) return
    const options = corners.map((corner, index) => {
      const [lon = 0, lat = 0] = this.now.corners[corner] ?? []
      const text = `${index + 1} · ${lon.toFixed(5)}, ${lat.toFixed(5)}`
      return new Option(text, String(corner), false, corner === chosen)
    })
    list.replaceChildren(...options)
    if (chosen < 0) list.selectedIndex = -1
  }

  tellCover(words: string): void {
    this.#text('[data-cover]', words)
  }

  #text(where: string, words: string): void {
    const line = this.#board.querySelector(where)
    if (line && line.textContent !== words) line.textContent = words
  }

  /** The parts of a split have a code and a name each, typed beside the map. */
  #fields(): void {
    const holder = this.#board.querySelector<HTMLElement>('[data-parts]')
    if (!holder) return
    const rows = this.now.parts.map((part, index) => {
      const row = document.createElement('fieldset')
      const legend = document.createElement('legend')
      const size = (mesh.sizeOf(this.now, part) / HECTARE).toFixed(2)
      legend.textContent = `${index + 1} · ${size} ha`
      row.append(legend, this.#field(part, 'code'), this.#field(part, 'name_zh'))
      return row
    })
    holder.replaceChildren(...(this.now.parts.length > 1 ? rows : []))
  }

  #field(part: mesh.Part, key: 'code' | 'name_zh'): HTMLElement {
    const label = document.createElement('label')
    const input = document.createElement('input')
    input.className = 'form-control'
    input.value = part[key]
    input.oninput = () => {
      part[key] = input.value.trim()
      this.#fill()
    }
    label.append(this.#board.dataset[key === 'code' ? 'codeLabel' : 'nameLabel'] ?? '', input)
    return label
  }

  #write(): void {
    if (this.#isSplit) this.#fields()
    this.#fill()
    this.#changed()
  }

  /** Whoever gives ground away stands in the form too; what is as it was does not. */
  #fill(): void {
    if (!this.#into) return
    const drawn = mesh.outlinesOf(this.now)
    const changed = drawn.filter((each) => !this.#first.includes(JSON.stringify(each)))
    const features = this.#isSplit && drawn.length > 1 ? drawn : changed
    const text = JSON.stringify({ type: 'FeatureCollection', features })
    this.#into.value = features.length ? text : ''
  }

  /** What was drawn before the form came back with a refusal. */
  #sent(begun: Parameters<typeof mesh.meshOf>[0]): Parameters<typeof mesh.meshOf>[0] {
    try {
      const { features } = JSON.parse(this.#into?.value || '{}')
      if (!Array.isArray(features) || !features.length) return begun
      if (this.#isSplit) return features
      const byCode = new Map(features.map((each) => [each.properties.code, each]))
      return begun.map((each) => byCode.get(each.properties.code) ?? each)
    } catch {
      return begun // typed by hand, and not yet whole
    }
  }
}
