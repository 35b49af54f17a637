import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const SHAPES = /<svg[^>]*>(.*)<\/svg>/s

/** Makes one sprite of the icons that icons.json names, with a hash in its name. */
export function iconSprite(list: string, icons: string): Plugin {
  return {
    name: 'icon-sprite',
    apply: 'build',
    buildStart() {
      this.addWatchFile(list)
    },
    generateBundle() {
      const names: string[] = JSON.parse(readFileSync(list, 'utf8'))
      const symbols = names.map((name) => symbol(icons, name)).join('\n')
      const sprite = `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols}\n</svg>\n`
      const hash = createHash('sha256').update(sprite).digest('hex').slice(0, 8)
      this.emitFile({ type: 'asset', fileName: `assets/icons-${hash}.svg`, source: sprite })
    },
  }
}

function symbol(icons: string, name: string): string {
  const filled = name.endsWith('-filled')
  const path = filled ? join('filled', name.slice(0, -7)) : join('outline', name)
  const shapes = SHAPES.exec(readFileSync(join(icons, `${path}.svg`), 'utf8'))?.[1] ?? ''
  const drawn = shapes
    .replace(/<path stroke="none"[^>]*\/>/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  const paint = filled
    ? 'fill="currentColor"'
    : 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"'
  return `<symbol id="${name}" viewBox="0 0 24 24" ${paint}>${drawn}</symbol>`
}
