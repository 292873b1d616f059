/** What the parts of the widget are given, and what they ask of the rest. */
import type { WidgetOptions } from '../options.ts';
import type { WidgetState } from '../state.ts';

export interface WidgetActions {
  /** @param draft put into the text field */
  open(draft?: string): void;
  close(): void;
  /** @param files then the text only says which they are */
  send(text: string, files?: File[]): void;
  retry(id: string): void;
  discard(id: string): void;
  typing(): void;
  toggleSound(): void;
  setLocale(locale: string): void;
}

export interface WidgetProps {
  state: WidgetState;
  actions: WidgetActions;
  options: WidgetOptions;
  /** Text to begin with; a new object each time it is to be taken over. */
  draft?: { text: string };
  host: HTMLElement;
}

export const isTouch = () => matchMedia('(pointer: coarse)').matches;
