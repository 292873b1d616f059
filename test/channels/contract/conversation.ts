/** A whole conversation through a channel, both ways, and what its provider may do to it. */
import { describe, expect, it } from 'vitest';
import { activeRun } from '../../../src/core/conversation.ts';
import { openPhone } from '../../../src/demo/phone.ts';
import type { SimulatedCustomer, StartSimulator } from '../simulator.ts';
import { type ChannelHouse, openChannelHouse } from './house.ts';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

export interface ConversationTraits {
  /** Whether the provider tells that a customer blocked us, and how we learn it: by a refusal of what we send. */
  tellsBlocked: boolean;
  /** A repeated send is recognised by the provider, so that a lost answer shows nothing twice. */
  idempotentSends: boolean;
  /** Her app always shows *this* in bold, and knows no way to have it plain. */
  marksShown?: boolean;
}

export function describeConversation(
  name: string,
  start: StartSimulator,
  { tellsBlocked, idempotentSends, marksShown = false }: ConversationTraits,
): void {
  const wording = (house: ChannelHouse) => (key: string, values?: Record<string, string | number>) =>
    house.harness.world.texts.format('en', key, values);
  const open = async (customerName = 'Dewi') => {
    const house = await openChannelHouse(name, start);
    const customer = house.simulator.customer({ name: customerName, locale: 'en' });
    return { house, customer, text: wording(house) };
  };
  /** Taps the label where it can be tapped, else answers with its number. */
  const choose = async (customer: SimulatedCustomer, label: string) => {
    const { screen } = customer;
    if (screen.some(({ options }) => options.includes(label))) return customer.taps(label);
    const numbered = screen.flatMap((shown) => shown.text.split('\n')).findLast((line) => line.endsWith(`. ${label}`));
    if (numbered === undefined) throw new Error(`${label} is nowhere on her screen`);
    return customer.says(numbered.split('.')[0] ?? '');
  };

  describe(`${name}: a conversation`, () => {
    it('goes through flow, quick replies, a file, handoff, an agent’s answer and the close', async () => {
      const { house, customer, text } = await open();
      await customer.says('my payment failed');
      await house.sees(customer, text('failed-payment.what-happened'));
      await choose(customer, text('failed-payment.choice.network'));
      await house.sees(customer, text('failed-payment.advice.network', { known: 'no' }).slice(0, 40));
      const id = await house.conversationId();
      const state = async () => (await house.harness.storage.store.load(id)).conversation;
      expect(activeRun((await state()) as never)?.flow).toMatch(/^failed-payment@/);

      await customer.sends({ bytes: PNG, contentType: 'image/png', name: 'screen.png' });
      await house.sees(customer, text('_common.file-received'));
      await customer.says('agent please');
      await house.sees(customer, text('_common.handoff-started'));
      expect((await state())?.owner.kind).toBe('queue');
      await house.sees(customer, text('_common.event.queued', { agents: 2, position: 3, minutes: 4 }));

      await house.agent(id, { type: 'accept' });
      await house.sees(customer, text('_common.event.accepted', { name: 'Sari' }));
      const plain = 'Hi Dewi, I see it. <b>*One* moment_ please & thanks.';
      await house.agent(id, { type: 'message', text: plain });
      await house.sees(customer, marksShown ? plain.replaceAll('*', '') : plain);
      await customer.says('thank you 🙏');
      await house.agent(id, { type: 'note', text: 'nobody but us reads this' });
      await house.agent(id, { type: 'close' });
      await house.sees(customer, text('_common.closed'));
      await house.sees(customer, text('rate-service.score'));
      await choose(customer, text('rate-service.choice.5'));
      await expect.poll(async () => (await state())?.rating?.score).toBe(5);

      const log = await house.log(id, 'desk');
      const hers = log.filter(({ from, type }) => from.role === 'user' && type === 'message');
      expect(hers.map((entry) => entry.text ?? entry.attachments?.[0]?.contentType)).toEqual([
        'my payment failed',
        text('failed-payment.choice.network'),
        expect.stringMatching(/^image\//),
        'agent please',
        'thank you 🙏',
        text('rate-service.choice.5'),
      ]);
      const [attachment] = hers[2]?.attachments ?? [];
      const file = await house.contexts[0]?.files.read(attachment?.contentUrl ?? '');
      expect([file?.contentType, file?.bytes.equals(PNG)]).toEqual(['image/png', true]);
      const seen = customer.screen.map((shown) => shown.text).join('\n');
      expect(seen).not.toContain('nobody but us');
      expect(log.filter((entry) => entry.name === 'delivery.failed')).toEqual([]);
      expect(await house.harness.storage.store.deadLetters()).toEqual([]);
    }, 60_000);

    it('keeps the order of what it sends while the provider limits, fails, hangs up and forgets who we are', async () => {
      const { house, customer } = await open();
      await customer.says('hello');
      const id = await house.conversationId();
      await house.agent(id, { type: 'start' });
      const say = (words: string) => house.agent(id, { type: 'message', text: words });
      const { faults } = house.simulator;
      faults.limit(1, 7);
      await say('one');
      await say('two');
      await house.advance(1_000);
      expect(customer.screen.map((shown) => shown.text)).not.toContain('one');
      await house.advance(60_000);
      await house.sees(customer, 'two');
      faults.fail(2, 500);
      await say('three');
      for (let n = 0; n < 4; n++) await house.advance(60_000);
      await house.sees(customer, 'three');
      faults.loseAnswers(1);
      await say('four');
      for (let n = 0; n < 2; n++) await house.advance(60_000);
      faults.expireCredentials();
      await say('five');
      for (let n = 0; n < 2; n++) await house.advance(60_000);
      faults.restoreCredentials();
      for (let n = 0; n < 4; n++) await house.advance(120_000);
      await house.sees(customer, 'five');
      const said = customer.screen.map((shown) => shown.text).filter((shown) => /^(one|two|three|four|five)$/.test(shown));
      const four = idempotentSends ? ['four'] : ['four', 'four'];
      expect(said).toEqual(['one', 'two', 'three', ...four, 'five']);
    }, 60_000);

    if (tellsBlocked)
      it('stops for a customer who blocked us, tells the agent, and goes on when she writes again', async () => {
        const { house, customer } = await open();
        await customer.says('hello');
        const id = await house.conversationId();
        await house.agent(id, { type: 'start' });
        await customer.blocks();
        await house.agent(id, { type: 'message', text: 'Are you there?' });
        const failures = async () => (await house.log(id, 'desk')).filter((entry) => entry.name === 'delivery.failed');
        await expect.poll(async () => (await failures()).length, { timeout: 10_000 }).toBeGreaterThan(0);
        expect((await failures()).at(-1)).toMatchObject({ visibility: 'desk', value: { reason: 'blocked' } });
        const before = house.simulator.requests.length;
        await house.agent(id, { type: 'message', text: 'Still?' });
        expect(house.simulator.requests.length).toBe(before);
        await customer.unblocks();
        await customer.says('sorry, back again');
        await house.agent(id, { type: 'message', text: 'Welcome back' });
        await house.sees(customer, 'Welcome back');
        expect(customer.screen.map((shown) => shown.text)).not.toContain('Still?');
      }, 60_000);

    it('knows her by the wallet once she has confirmed in its app, and shows her other conversations then', async () => {
      const { house, customer, text } = await open();
      const { store } = house.harness.storage;
      const widget = house.harness.chat({ customerId: 'sinta', locale: 'en' });
      await customer.says('my payment failed');
      await house.sees(customer, text('failed-payment.what-happened'));
      await choose(customer, text('failed-payment.choice.find-it'));
      await house.sees(customer, text('confirm-identity.ask-contact'));
      await customer.says('0812 3456 7890');
      const asked = await house.sees(customer, /\d\d/);
      expect(await store.conversationsOf('sinta')).toEqual([]);
      await widget.say('hello');
      await openPhone(house.harness.sandboxUrl).tap(asked.text);
      await house.advance(2_000);
      await house.sees(customer, text('failed-payment.which-payment'));
      const ids = (await store.conversationsOf('sinta')).map(({ id }) => id);
      expect(ids.toSorted()).toEqual([widget.id, ...(await house.conversationIds()).filter((id) => id !== widget.id)].toSorted());
      expect(ids).toHaveLength(2);
    }, 60_000);

    it('splits what is too long for the provider, and shows every option there is', async () => {
      const { house, customer } = await open();
      await customer.says('hello');
      const id = await house.conversationId();
      await house.agent(id, { type: 'start' });
      const long = Array.from({ length: 400 }, (_, n) => `This is sentence number ${n} 您好。`).join(' ');
      const before = customer.screen.length;
      await house.agent(id, { type: 'message', text: long });
      await house.sees(customer, 'number 399');
      const parts = customer.screen.slice(before).map((shown) => shown.text);
      expect(parts.length).toBeGreaterThan(1);
      expect(parts.join(' ').replace(/\s+/g, ' ')).toBe(long);
      for (const part of parts) expect(part).toMatch(/[。.!?]$/u);
    }, 60_000);
  });
}
