import { describeChannel } from '../contract/index.ts';
import { startInstagramSimulator } from './simulator.ts';

describeChannel('instagram', startInstagramSimulator, {
  signsBody: true,
  signatureHeader: 'x-hub-signature-256',
  tellsBlocked: true,
  idempotentSends: false,
});
