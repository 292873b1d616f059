/** Drawn for this page; decoration only, so hidden from screen readers. */
const PATHS = {
  alert: 'M12 4 21 19.5H3zM12 10v4.5M12 17v.2',
  back: 'M19 12H5M11.5 5.5 5 12l6.5 6.5',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  checks: 'm2.5 12.5 4.5 4.5L16 7.5M11.5 16.5l.5.5 9.5-9.5',
  clip: 'M19.5 11.5 12 19a4.6 4.6 0 0 1-6.5-6.5l8-8a3 3 0 0 1 4.3 4.3l-7.7 7.7a1.5 1.5 0 0 1-2.1-2.1l7-7',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.5l3 1.5',
  close: 'm6 6 12 12M18 6 6 18',
  details: 'M4 5.5h16v13H4zM14.5 5.5v13',
  down: 'm6.5 9.5 5.5 5.5 5.5-5.5',
  file: 'M6.5 3.5h7l4 4v13h-11zM13.5 3.5v4h4',
  give: 'M20 12H8M12.5 7 7.5 12l5 5M4 5v14',
  inbox:
    'M4 13.5V18a1.5 1.5 0 0 0 1.5 1.5h13A1.5 1.5 0 0 0 20 18v-4.5M4 13.5 6.5 6a2 2 0 0 1 1.9-1.5h7.2A2 2 0 0 1 17.5 6l2.5 7.5M4 13.5h4.5l1.5 2.5h4l1.5-2.5H20',
  lock: 'M6.5 11h11v8.5h-11zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  move: 'M4 8h14M14 4l4 4-4 4M20 16H6M10 12l-4 4 4 4',
  pen: 'M4.5 19.5l1-4L16 5a2.1 2.1 0 0 1 3 3L8.5 18.5zM13.5 7.5l3 3',
  send: 'M12 19.5V5M5.5 11.5 12 5l6.5 6.5',
} as const;

export function Icon({ name, size = 18 }: { name: keyof typeof PATHS; size?: number }) {
  return <Drawing path={PATHS[name]} size={size} />;
}

export function Drawing({ path, size }: { path: string; size: number }) {
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
      <path d={path} />
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
