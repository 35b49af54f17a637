// Runs before the first paint: the device's own theme, where nothing was chosen.
const root = document.documentElement
const dark = window.matchMedia('(prefers-color-scheme: dark)')
const apply = () => {
  if (root.dataset.theme === 'auto') root.dataset.bsTheme = dark.matches ? 'dark' : 'light'
}
apply()
dark.addEventListener('change', apply)
