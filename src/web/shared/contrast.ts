/** Makes a wallet's colour readable, by the contrast ratio of WCAG 2. */

export type Rgb = readonly [number, number, number];

/** Undefined when it is no `#rgb` or `#rrggbb`. */
export function parseHex(value: string | null | undefined): Rgb | undefined {
  const hex = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/i.exec(value?.trim() ?? '')?.[1];
  if (!hex) return undefined;
  const full = hex.length === 3 ? hex.replace(/./g, '$&$&') : hex;
  const part = (at: number) => Number.parseInt(full.slice(at, at + 2), 16);
  return [part(0), part(2), part(4)];
}

export function toHex(rgb: Rgb): string {
  return `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

export function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The colour moved toward black or white, just as far as it takes to be read on `ground`. */
export function readableOn(color: Rgb, ground: Rgb, ratio = 4.5): Rgb {
  const target: Rgb = luminance(ground) > 0.18 ? [0, 0, 0] : [255, 255, 255];
  for (let share = 0; share < 1; share += 0.04) {
    const moved = mix(color, target, share);
    if (contrast(moved, ground) >= ratio) return moved;
  }
  return target;
}

/** In whole steps, as a style sheet says it: what passes only by a fraction of one would fail on the screen. */
function mix(a: Rgb, b: Rgb, share: number): Rgb {
  const part = (at: 0 | 1 | 2) => Math.round(a[at] + (b[at] - a[at]) * share);
  return [part(0), part(1), part(2)];
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function linear(part: number): number {
  const share = part / 255;
  return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

const WHITE: Rgb = [255, 255, 255];
const INK: Rgb = [17, 19, 22];

/** The tokens that follow from a wallet's colour, on a ground that is light or dark. */
export function accentTokens(color: Rgb, surface: Rgb): Record<string, string> {
  const onSurface = readableOn(color, surface, 3);
  const text = contrast(WHITE, onSurface) >= 4.5 ? WHITE : INK;
  const accent = readableOn(onSurface, text);
  const soft = mix(surface, color, 0.12);
  return {
    '--accent': toHex(accent),
    '--on-accent': toHex(text),
    '--accent-soft': toHex(soft),
    // It stands on both.
    '--accent-ink': toHex(readableOn(readableOn(color, soft), surface)),
  };
}
