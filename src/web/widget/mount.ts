/** The shadow root that keeps the page's styles out and ours in. */
import { accentTokens, parseHex } from '../shared/contrast.ts';
import type { WidgetOptions } from './options.ts';

export interface Place {
  host: HTMLElement;
  root: ShadowRoot;
}

export function mount(options: WidgetOptions): Place {
  const host = document.createElement('estafet-widget');
  if (options.theme) host.dataset.theme = options.theme;
  const root = host.attachShadow({ mode: 'open' });
  if ('adoptedStyleSheets' in Document.prototype && 'replaceSync' in CSSStyleSheet.prototype) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(ESTAFET_CSS);
    root.adoptedStyleSheets = [sheet];
  } else {
    const style = document.createElement('style');
    style.textContent = ESTAFET_CSS;
    root.append(style);
  }
  document.body.append(host);
  colour(host, options);
  return { host, root };
}

/** The wallet's colour, made readable on the ground that the theme has; again when the system's theme changes. */
function colour(host: HTMLElement, options: WidgetOptions): void {
  const color = parseHex(options.color);
  if (!color) return;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const surface = parseHex(getComputedStyle(host).getPropertyValue('--surface')) ?? [255, 255, 255];
    for (const [name, value] of Object.entries(accentTokens(color, surface))) host.style.setProperty(name, value);
  };
  apply();
  system.addEventListener('change', apply);
}
