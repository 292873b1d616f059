/** The edge of a pane: dragged, moved by arrow keys, or clicked from one width to the next. */
import { useRef } from 'preact/hooks';
import { type Edge, PANE_WIDTHS, setWidth, widths } from '../state/settings.ts';
import { t } from '../texts.ts';

/** Rem that an arrow key moves it. */
const STEP = 1;
/** Pixels below which a press is a click. */
const STILL = 4;

/** @param controls id of the pane whose width it is */
export function Splitter({ edge, controls }: { edge: Edge; controls: string }) {
  const drag = useRef<{ x: number; width: number; moved: boolean } | undefined>(undefined);
  const { least, usual, most } = PANE_WIDTHS[edge];
  const width = widths[edge].value;
  // The inbox grows toward the end of the line, the details toward its start.
  const outward = edge === 'inbox' ? 1 : -1;

  return (
    // A separator that can be focused is a widget (https://www.w3.org/WAI/ARIA/apg/patterns/windowsplitter/).
    <div
      class="splitter"
      data-edge={edge}
      role="separator"
      aria-orientation="vertical"
      aria-controls={controls}
      aria-label={t(`resize.${edge}`)}
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuenow={width}
      tabIndex={0}
      onKeyDown={(event) => {
        const next = { ArrowLeft: width - STEP * outward, ArrowRight: width + STEP * outward, Home: least, End: most, Enter: usual }[
          event.key
        ];
        if (next === undefined) return;
        event.preventDefault();
        setWidth(edge, next);
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { x: event.clientX, width, moved: false };
      }}
      onPointerMove={({ clientX }) => {
        const from = drag.current;
        if (!from) return;
        const pixels = (clientX - from.x) * outward;
        from.moved ||= Math.abs(pixels) > STILL;
        if (from.moved) setWidth(edge, from.width + pixels / remPixels());
      }}
      onPointerUp={() => {
        if (drag.current && !drag.current.moved) setWidth(edge, width >= most ? least : width >= usual ? most : usual);
        drag.current = undefined;
      }}
      onPointerCancel={() => (drag.current = undefined)}
    />
  );
}

function remPixels(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}
