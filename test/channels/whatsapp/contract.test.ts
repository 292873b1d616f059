import { describeChannel } from '../contract/index.ts';
import { startWhatsappSimulator } from './simulator.ts';

describeChannel('whatsapp', startWhatsappSimulator, {
  signsBody: true,
  signatureHeader: 'x-hub-signature-256',
  tellsBlocked: true,
  idempotentSends: false,
  marksShown: true,
});
