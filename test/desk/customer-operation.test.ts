import { beforeEach, describe, expect, it } from 'vitest';
import type { Wallet } from '../../src/ports/wallet.ts';
import { callerOf, type House, openHouse } from './house.ts';

let house: House;
let sari: string;
beforeEach(async () => {
  house = await openHouse();
  sari = await house.signIn('sari');
});

/** A chat with a customer whom the wallet has vouched for. */
async function verified(walletId: string): Promise<string> {
  const id = `chat-${walletId}`;
  await house.engine.handle({
    kind: 'activity',
    id: 'm1',
    conversationId: id,
    activity: { type: 'message', text: 'hello', from: { id: 'u' } },
    origin: { channel: 'test', delivery: 'pull', locale: 'en', customer: { id: 'u', walletId } },
  });
  return `/conversations/${id}/customer`;
}

describe('what the wallet says of a customer', () => {
  it('is nothing, and is not asked for, while the wallet has not vouched for her', async () => {
    const asked: string[] = [];
    const wallet: Wallet = {
      ...house.wallet,
      call: (operation) => {
        asked.push(operation);
        return Promise.reject(new Error('not to be asked'));
      },
    };
    const path = `/conversations/${await house.waiting()}/customer`;
    const answer = await callerOf(await house.openDesk({ wallet }))('GET', path, { cookie: sari });
    expect(answer).toMatchObject({ status: 200, body: { customer: null, payments: [] } });
    expect(asked).toEqual([]);
  });

  it('is nothing for one it does not know any more', async () => {
    expect(await house.get(sari, await verified('cus-nobody'))).toMatchObject({ status: 200, body: { customer: null, payments: [] } });
  });

  it('is an error while the wallet does not answer, which says so, and hangs on nobody', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const wallet: Wallet = {
      ...house.wallet,
      call: async (_operation, _input, { signal }) => {
        signals.push(signal);
        return { ok: false, error: { code: 'unavailable', message: 'circuit open' } };
      },
    };
    const call = callerOf(await house.openDesk({ wallet }));
    const answer = await call('GET', await verified('any'), { cookie: sari });
    expect(answer).toMatchObject({ status: 503, body: { error: { code: 'wallet-unavailable' } } });
    expect(signals.map((signal) => signal?.aborted)).toEqual([false, false]);
  });
});
