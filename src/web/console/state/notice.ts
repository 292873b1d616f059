/** One line of bad news over the page, until dismissed or 8 s later. */
import { signal } from '@preact/signals';
import { codeOf } from '../api.ts';

const SHOWN_MS = 8_000;

/** An error code. */
export const notice = signal<string | undefined>(undefined);

let timer: ReturnType<typeof setTimeout> | undefined;

export function tell(error: unknown): void {
  notice.value = codeOf(error);
  clearTimeout(timer);
  timer = setTimeout(dismiss, SHOWN_MS);
}

export function dismiss(): void {
  notice.value = undefined;
}
