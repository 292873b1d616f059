import { describeChannel } from '../contract/index.ts';
import { startTelegramSimulator } from './simulator.ts';

describeChannel('telegram', startTelegramSimulator, {
  // The secret comes as it is: whoever has it is Telegram.
  signsBody: false,
  signatureHeader: 'x-telegram-bot-api-secret-token',
  tellsBlocked: true,
  idempotentSends: false,
});
