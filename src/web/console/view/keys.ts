/** Single letters outside text fields. Each one that is listed in the dialog does what a button on the page does. */
import { inboxes, VIEWS, view } from '../state/inbox.ts';
import { openConversation, openId } from '../state/route.ts';
import { singleKeys } from '../state/settings.ts';

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

export const SEND_KEYS = isApple ? '⌘ ↵' : 'Ctrl ↵';

/** @returns how to stop */
export function listenToKeys(onHelp: () => void): () => void {
  const listen = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const focused = event.target instanceof HTMLElement ? event.target : document.body;
    // A dialog that has just closed may hold the focus for a moment longer.
    const target = focused.closest('dialog:not([open])') ? document.body : focused;
    if (target.closest('dialog, [popover]')) return;
    const isField = target.matches('textarea, input, select');
    if (isField) {
      if (event.key === 'Escape') target.blur();
      return;
    }
    const inList = target.closest('.inbox .list') !== null;
    const isArrow = event.key === 'ArrowDown' || event.key === 'ArrowUp';
    if (isArrow ? !inList : !singleKeys.peek()) return;
    if (run(event.key, onHelp)) event.preventDefault();
  };
  document.addEventListener('keydown', listen);
  return () => document.removeEventListener('keydown', listen);
}

function run(key: string, onHelp: () => void): boolean {
  switch (key) {
    case 'j':
    case 'ArrowDown':
      return move(1);
    case 'k':
    case 'ArrowUp':
      return move(-1);
    case '1':
    case '2':
    case '3':
      view.value = VIEWS[Number(key) - 1] ?? view.value;
      return true;
    case 'a':
      return press('[data-key=accept]');
    case 'r':
      return write('reply');
    case 'n':
      return write('note');
    case '?':
      onHelp();
      return true;
    default:
      return false;
  }
}

/** To the next or previous conversation of the list, opened and focused. */
function move(step: 1 | -1): boolean {
  const items = inboxes.peek()[view.peek()].items ?? [];
  const at = items.findIndex(({ id }) => id === openId.peek());
  const next = at === -1 ? (step === 1 ? items[0] : items.at(-1)) : items[at + step];
  if (!next) return false;
  openConversation(next.id);
  document.querySelector<HTMLElement>(`.item[data-id="${CSS.escape(next.id)}"]`)?.focus();
  return true;
}

function press(selector: string): boolean {
  const button = document.querySelector<HTMLButtonElement>(selector);
  button?.click();
  return button !== null;
}

function write(mode: 'reply' | 'note'): boolean {
  if (mode === 'note' && press('[data-key=note]')) return true;
  const choice = document.querySelector<HTMLInputElement>(`.composer input[value=${mode}]`);
  if (!choice || choice.disabled) return false;
  choice.click();
  requestAnimationFrame(() => document.querySelector<HTMLElement>('.composer textarea')?.focus());
  return true;
}
