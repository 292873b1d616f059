import { expect, it } from 'vitest';
import { playRandomChats } from './proofs/random-chats.ts';

it('100,000 random chats: nothing throws, nothing sticks, one owner', { timeout: 3_600_000 }, async () => {
  await expect(playRandomChats(100_000)).resolves.toBeUndefined();
});
