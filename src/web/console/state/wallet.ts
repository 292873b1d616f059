/** What the wallet says of the customer, asked when a conversation is opened. */
import { signal } from '@preact/signals';
import { call, codeOf } from '../api.ts';
import type { WalletAnswer } from '../shapes.ts';

export type WalletView = WalletAnswer | { error: string };

export const wallets = signal<ReadonlyMap<string, WalletView>>(new Map());

export async function askWallet(conversationId: string): Promise<void> {
  let view: WalletView;
  try {
    view = await call<WalletAnswer>('GET', `/conversations/${encodeURIComponent(conversationId)}/customer`);
  } catch (error) {
    view = { error: codeOf(error) };
  }
  wallets.value = new Map(wallets.peek()).set(conversationId, view);
}

export function forgetWallets(): void {
  wallets.value = new Map();
}
