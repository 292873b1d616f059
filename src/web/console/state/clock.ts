/** The time, for "waiting 3 min"; ticks every 15 s. */
import { signal } from '@preact/signals';

export const now = signal(Date.now());

setInterval(() => {
  now.value = Date.now();
}, 15_000);
