/** Drawn for this page, each as one path; decoration only, so hidden from screen readers. */

const drawn =
  (d: string, size = 20) =>
  () => (
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
      <path d={d} />
    </svg>
  );

export const ChatIcon = drawn(
  'M4.5 5.5h15A1.5 1.5 0 0 1 21 7v9a1.5 1.5 0 0 1-1.5 1.5H12l-5 3.8v-3.8H4.5A1.5 1.5 0 0 1 3 16V7a1.5 1.5 0 0 1 1.5-1.5M7.5 10h9m-9 3.5H13',
  28,
);
export const CloseIcon = drawn('m6 6 12 12m0-12L6 18');
export const SendIcon = drawn('M12 19.5V5m-6.5 6.5L12 5l6.5 6.5');
export const GlobeIcon = drawn('M3 12a9 9 0 0 0 18 0 9 9 0 0 0-18 0h18M12 3c5 5 5 13 0 18M12 3C7 8 7 16 12 21', 18);
export const BotIcon = drawn(
  'M12 8V4.5M8 8h8a3 3 0 0 1 3 3v5a3 3 0 0 1-3 3H8a3 3 0 0 1-3-3v-5a3 3 0 0 1 3-3m1 5v1m6-1v1M2.5 12v3m19-3v3',
  18,
);
export const DownIcon = drawn('M12 5v14m-6.5-6.5L12 19l6.5-6.5');
export const ClockIcon = drawn('M3 12a9 9 0 0 0 18 0 9 9 0 0 0-18 0m9-5v5l3 2', 18);
export const ClipIcon = drawn('m19 11-8 8a4 4 0 0 1-6-6l8-8a3 3 0 0 1 4 4l-7 7');
export const OutIcon = drawn('M9 6H7a2 2 0 0 0-2 2v9a2 2 0 0 0 2 2h9a2 2 0 0 0 2-2v-2M13 5h6v6m0-6-9 9', 16);
export const SoundIcon = drawn('M12 5 8 9H4v6h4l4 4zm4 4a4 4 0 0 1 0 6m3-9a8 8 0 0 1 0 12', 18);
export const MuteIcon = drawn('M12 5 8 9H4v6h4l4 4zm4 5 5 5m0-5-5 5', 18);
