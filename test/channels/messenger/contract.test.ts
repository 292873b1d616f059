import { describeChannel } from '../contract/index.ts';
import { startMessengerSimulator } from './simulator.ts';

describeChannel('messenger', startMessengerSimulator, {
  signsBody: true,
  signatureHeader: 'x-hub-signature-256',
  tellsBlocked: true,
  idempotentSends: false,
});
