/** What an agent has begun to write, for each conversation and mode; survives a reload of the tab and a new sign-in. */
export type Mode = 'reply' | 'note';

const key = (id: string, mode: Mode) => `estafet-desk:draft:${mode}:${id}`;

export function readDraft(id: string, mode: Mode): string {
  return sessionStorage.getItem(key(id, mode)) ?? '';
}

export function keepDraft(id: string, mode: Mode, text: string): void {
  if (text) sessionStorage.setItem(key(id, mode), text);
  else sessionStorage.removeItem(key(id, mode));
}
