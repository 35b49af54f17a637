import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { iconSprite } from './build/icons.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// Addresses inside the built files are relative, so that Django's STATIC_URL may be anything.
export default defineConfig({
  base: './',
  plugins: [iconSprite(here('icons.json'), here('node_modules/@tabler/icons/icons'))],
  build: {
    outDir: here('../src/gewu/static_built'),
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1400,
    rolldownOptions: {
      checks: { eval: false }, // htmx has one, which allowEval=false and the security policy keep shut
      input: { desk: here('entries/desk.ts'), portal: here('entries/portal.ts') },
    },
  },
  worker: { format: 'es' },
  test: { environment: 'happy-dom', include: ['tests/**/*.test.ts'] },
})
