import { afterEach, beforeEach, vi } from 'vitest';
import { describeChannel } from '../contract/index.ts';
import { startBotframeworkSimulator } from './simulator.ts';

// The SDK prints what it refuses.
beforeEach(() => void vi.spyOn(console, 'error').mockReturnValue());
afterEach(() => vi.restoreAllMocks());

describeChannel('botframework', startBotframeworkSimulator, {
  // The token vouches for the sender, and for where answers go.
  signsBody: false,
  signatureHeader: 'authorization',
  readsBodyFirst: true,
  tellsBlocked: true,
  idempotentSends: false,
});
