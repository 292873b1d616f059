/** Drawn for this page; decoration only, so hidden from screen readers. */
const PATHS = {
  back: 'M19 12H5M11.5 5.5 5 12l6.5 6.5',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  close: 'm6 6 12 12M18 6 6 18',
  details: 'M4 5.5h16v13H4zM14.5 5.5v13',
  down: 'm6.5 9.5 5.5 5.5 5.5-5.5',
  give: 'M20 12H8M12.5 7 7.5 12l5 5M4 5v14',
  inbox:
    'M4 13.5V18a1.5 1.5 0 0 0 1.5 1.5h13A1.5 1.5 0 0 0 20 18v-4.5M4 13.5 6.5 6a2 2 0 0 1 1.9-1.5h7.2A2 2 0 0 1 17.5 6l2.5 7.5M4 13.5h4.5l1.5 2.5h4l1.5-2.5H20',
  lock: 'M6.5 11h11v8.5h-11zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  move: 'M4 8h14M14 4l4 4-4 4M20 16H6M10 12l-4 4 4 4',
  send: 'M12 19.5V5M5.5 11.5 12 5l6.5 6.5',
} as const;

export function Icon({ name, size = 18 }: { name: keyof typeof PATHS; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The baton, passed on. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg class="mark" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" />
      <path class="mark-a" d="M8 21.5 20.5 9" />
      <path class="mark-b" d="m17 24.5 7-7" />
    </svg>
  );
}
