/** What every webhook must stand: strangers, repetition, disorder. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { inSentOrder } from '../../../src/web/shared/sent-order.ts';
import type { Delivery, StartSimulator } from '../simulator.ts';
import { openChannelHouse } from './house.ts';

const CUSTOMERS = 20;
const DELIVERIES = 1_000;
const DUPLICATES = 0.3;
const AT_ONCE = 16;
/** Bytes; Meta's may have 3 MB. */
const OVERSIZED = 4_000_000;

export interface WebhookTraits {
  /** False where the secret comes as it is, so that only the sender is vouched for. */
  signsBody: boolean;
  /**
   * The body is read before the sender is judged, as the Bot Framework's token is good only for the service URL and the
   * channel that the body names: what can't be read is refused as such, whoever sent it.
   */
  readsBodyFirst?: boolean;
  /** Name of the header that vouches, in lower case. */
  signatureHeader: string;
}

export function describeDeliveries(
  name: string,
  start: StartSimulator,
  { signsBody, signatureHeader, readsBodyFirst = false }: WebhookTraits,
): void {
  describe(`${name}: deliveries`, () => {
    it('that are forged, truncated, re-serialised or oversized are refused before parsing, and nothing is stored', async () => {
      const house = await openChannelHouse(name, start);
      const { simulator } = house;
      const good = simulator.prepare(simulator.customer({ name: 'Wei' }), 'hello');
      const status = async (change: Partial<Delivery>) => (await simulator.deliver({ ...good, ...change })).status;
      const { [headerIn(good, signatureHeader)]: signature = '', ...unsigned } = good.headers;
      const signed = (value: string) => ({ headers: { ...unsigned, [signatureHeader]: value } });
      const spaced = Buffer.from(JSON.stringify(JSON.parse(good.body.toString()), undefined, 1));
      const truncated = good.body.subarray(0, -2);

      expect(await status({ headers: unsigned })).toBe(401);
      expect(await status(signed(''))).toBe(401);
      expect(await status(signed(`${signature}0`))).toBe(401);
      expect(await status(signed(changed(signature)))).toBe(401);
      expect(await status({ ...signed(changed(signature)), body: Buffer.from('{"not json') })).toBe(readsBodyFirst ? 400 : 401);
      expect(await status({ body: truncated })).toBe(signsBody ? 401 : 400);
      if (signsBody) expect(await status({ body: spaced })).toBe(401);
      expect(await status({ body: Buffer.concat([good.body, Buffer.alloc(OVERSIZED, ' ')]) })).toBe(413);
      for (const body of ['{"not json', '[]', '"text"', 'null', '']) {
        expect((await simulator.deliver(simulator.sign(Buffer.from(body)))).status, body).toBe(400);
      }
      expect(await house.harness.storage.store.countByOwner({ owner: 'any' })).toBe(0);

      expect(await status({})).toBe(200);
      const log = await house.log(await house.conversationId(), 'desk');
      expect(await status({})).toBe(200);
      expect(await house.log(await house.conversationId(), 'desk')).toEqual(log);
      // A replay from beyond the time in which stores know what was in.
      await house.advance(40 * 24 * 60 * 60 * 1_000);
      expect(await status({})).toBe(200);
      const texts = (await house.log(await house.conversationId(), 'desk')).filter(({ from }) => from.role === 'user');
      expect(texts).toHaveLength(1);
    });

    it(`${DELIVERIES} with ${DUPLICATES * 100} % duplicates in random order over two nodes: every message once, in order`, async () => {
      const house = await openChannelHouse(name, start, 2);
      const { simulator, harness } = house;
      const customers = Array.from({ length: CUSTOMERS }, (_, n) => simulator.customer({ name: `Customer ${n}` }));
      for (const customer of customers) await customer.says('hello');
      const ids = await house.conversationIds();
      expect(ids).toHaveLength(CUSTOMERS);
      // A person has them, so that nothing but what they say is logged.
      for (const id of ids) await house.agent(id, { type: 'start' });
      const distinct = DELIVERIES * (1 - DUPLICATES);
      const prepared: Delivery[] = [];
      const said = new Map<string, string[]>(customers.map(({ id }) => [id, []]));
      for (let n = 0; n < distinct; n++) {
        const customer = customers[n % CUSTOMERS] as (typeof customers)[number];
        const text = `message ${n} of ${customer.name}`;
        harness.clock.advance(1_000);
        prepared.push(simulator.prepare(customer, text));
        said.get(customer.id)?.push(text);
      }
      const random = seeded(name);
      const repeated = Array.from({ length: DELIVERIES - distinct }, () => prepared[Math.floor(random() * distinct)] as Delivery);
      const all = shuffled([...prepared, ...repeated], random);
      await inParallel(all, AT_ONCE, async (delivery, index) => {
        for (let attempt = 0; attempt < 50; attempt++) {
          const { status } = await simulator.deliver(delivery, house.origins[(index + attempt) % house.origins.length]);
          if (status === 200) return;
          expect(status).toBe(503);
        }
        throw new Error('a delivery was never taken');
      });

      const shown: string[][] = [];
      for (const id of ids) {
        const hers = (await house.log(id)).filter(({ from, text }) => from.role === 'user' && text !== 'hello');
        shown.push(inSentOrder(hers).map(({ text }) => text ?? ''));
      }
      expect(shown.toSorted(byFirst)).toEqual([...said.values()].toSorted(byFirst));
    }, 120_000);
  });
}

function headerIn({ headers }: Delivery, name: string): string {
  return Object.keys(headers).find((header) => header.toLowerCase() === name) ?? name;
}

/** Another signature of the same form. */
function changed(signature: string): string {
  const at = signature.length - 5;
  return signature.slice(0, at) + (signature[at] === 'a' ? 'b' : 'a') + signature.slice(at + 1);
}

function byFirst([a = '']: string[], [b = '']: string[]): number {
  return a < b ? -1 : 1;
}

/** The same order in every run. */
function seeded(text: string): () => number {
  let count = 0;
  return () => createHash('sha256').update(`${text}|${count++}`).digest().readUInt32BE(0) / 2 ** 32;
}

function shuffled<T>(items: T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

async function inParallel<T>(items: T[], atOnce: number, work: (item: T, index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      await work(items[index] as T, index);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
