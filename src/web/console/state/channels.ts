/** Where an agent can write first, to a customer known by her phone number. */
import { signal } from '@preact/signals';
import { call } from '../api.ts';
import type { ChannelView } from '../shapes.ts';

/** Names of channels. */
export const openings = signal<string[]>([]);
let asked = false;

export async function askChannels(): Promise<void> {
  if (asked) return;
  asked = true;
  try {
    const { channels } = await call<{ channels: ChannelView[] }>('GET', '/channels');
    openings.value = channels.filter(({ opensBy }) => opensBy === 'phone').map(({ name }) => name);
  } catch {
    asked = false;
  }
}
