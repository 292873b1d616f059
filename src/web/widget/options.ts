/** What the embedding page says on the `<script>` tag. */
export interface WidgetOptions {
  /** Where the server is: where the script came from. */
  base: string;
  /** BCP 47 */
  locale?: string;
  customerToken?: string;
  /** The wallet's colour, `#rrggbb`. */
  color?: string;
  /** `light` or `dark`; absent: as the system. */
  theme?: 'light' | 'dark';
  /** Heading of the panel. */
  title?: string;
  /** What she reads in the queue while nobody is at the desk, e.g. the opening hours. The page may change it. */
  readonly away?: string;
}

/** Call while the script runs: later nobody knows which tag it was. */
export function readOptions(script: HTMLScriptElement | null): WidgetOptions {
  const { locale, customerToken, color, theme, title } = script?.dataset ?? {};
  return {
    base: new URL(script?.src ?? location.href, location.href).origin,
    ...(locale && { locale }),
    ...(customerToken && { customerToken }),
    ...(color && { color }),
    ...((theme === 'light' || theme === 'dark') && { theme }),
    ...(title && { title }),
    get away() {
      return script?.dataset.away;
    },
  };
}
