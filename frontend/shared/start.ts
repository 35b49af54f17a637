import htmx from 'htmx.org'
import { GewuClock } from './clock-element'
import { startConfirm } from './confirm'
import { startDialogs } from './dialogs'
import { startLive } from './live'
import { startMaps } from './maps'
import { startMenus } from './menus'
import { startOnce } from './once'
import { startParts } from './parts'
import { GewuPhotos } from './photos-element'
import { startSkeletons } from './skeletons'
import { startTabs } from './tabs'
import { startTheme } from './theme'
import { startToasts } from './toasts'

declare global {
  interface Window {
    htmx: typeof htmx
  }
}

/** Starts everything that both faces use; each piece only adds to a page that works without it. */
export function startShared(): void {
  window.htmx = htmx
  customElements.define('gewu-clock', GewuClock)
  customElements.define('gewu-photos', GewuPhotos)
  startTheme()
  startMenus()
  startDialogs()
  startConfirm()
  startOnce()
  startParts()
  startSkeletons()
  startTabs()
  startToasts()
  startMaps()
  startLive()
}
