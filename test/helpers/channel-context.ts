/** What the house lends a channel, of a harness. */
import { pino } from 'pino';
import { createDeliveries } from '../../src/deliveries/index.ts';
import { createFiles } from '../../src/files/index.ts';
import type { ChannelContext } from '../../src/ports/channel.ts';
import type { Harness } from './harness.ts';

export function channelContext(
  { engine, storage, wallet, world, clock }: Harness,
  overrides: Partial<ChannelContext> = {},
): ChannelContext {
  const log = pino({ level: 'silent' });
  const now = clock.now;
  return {
    engine,
    storage,
    files: createFiles({ records: storage.records, log, now }),
    deliveries: createDeliveries({ records: storage.records, live: storage.live, now }),
    wallet,
    texts: world.texts,
    queueStatus: async () => undefined,
    env: {},
    production: false,
    log,
    now,
    ...overrides,
  };
}
