import { expect, it } from 'vitest';
import { playRandomChats } from './proofs/random-chats.ts';

it('1,000 random chats: nothing throws, nothing sticks, one owner', { timeout: 120_000 }, async () => {
  await expect(playRandomChats(1_000)).resolves.toBeUndefined();
});
