/** By the reply token while there is one, as that costs nothing; else pushed. */
import * as z from 'zod';
import { type ProviderAnswer, readAnswer } from '../provider-call.ts';
import type { Delivered } from '../sender.ts';
import { isInvalidToken, type LineApi, refusalOf } from './api.ts';
import type { ReplyTokens } from './reply-tokens.ts';

export const address = z.object({ userId: z.string() });

const sent = z.object({ sentMessages: z.array(z.object({ id: z.string() })) });

export function createDelivery(api: LineApi, tokens: ReplyTokens) {
  /** @param key names the message, the same for every try */
  return async (to: string, conversationId: string, message: object, key: string): Promise<Delivered> => {
    const held = tokens.take(conversationId, key);
    if (held) {
      const answer = await api.reply(held.token, [message]);
      if (answer.status === 200) return done(answer);
      // The first try got through, and its answer was lost.
      if (isInvalidToken(answer) && held.triedBefore) return { ok: true };
      if (!isInvalidToken(answer)) {
        if (answer.status > 0 && answer.status < 500) tokens.giveBack(conversationId, held.token);
        return refusalOf(answer);
      }
      tokens.discard(conversationId, held.token);
    }
    const answer = await api.push(to, [message], key);
    // 409: an earlier try with this key was taken.
    return answer.status === 200 || answer.status === 409 ? done(answer) : refusalOf(answer);
  };
}

function done(answer: ProviderAnswer): Delivered {
  const providerId = readAnswer(sent, answer)?.sentMessages[0]?.id;
  return { ok: true, ...(providerId !== undefined && { providerId }) };
}
