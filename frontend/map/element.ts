export class GewuMap extends HTMLElement {}
if (!customElements.get('gewu-map')) customElements.define('gewu-map', GewuMap)
