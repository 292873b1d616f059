import { describeChannel } from '../contract/index.ts';
import { startLineSimulator } from './simulator.ts';

describeChannel('line', startLineSimulator, {
  signsBody: true,
  signatureHeader: 'x-line-signature',
  // LINE answers 200 for whoever blocked us; only `unfollow` tells.
  tellsBlocked: true,
  idempotentSends: true,
});
