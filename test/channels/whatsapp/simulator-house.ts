/** A simulated WhatsApp, a node that takes its webhooks, and a customer. */
import { afterEach, beforeEach } from 'vitest';
import { type Answer, call, type Json, openNode, type WebhookNode } from '../meta-node.ts';
import { startWhatsappSimulator, type WhatsappCustomer, type WhatsappSimulator } from './simulator.ts';

export interface House {
  simulator: WhatsappSimulator;
  node: WebhookNode;
  siti: WhatsappCustomer;
}

/** Anew for each test of the file that calls it. */
export function useHouse(): House {
  const house = {} as House;
  beforeEach(async () => {
    const simulator = await startWhatsappSimulator();
    const node = await openNode();
    simulator.deliverTo(node.origin);
    Object.assign(house, { simulator, node, siti: simulator.customer({ name: 'Siti' }) });
  });
  afterEach(async () => {
    await house.simulator.close();
    await house.node.close();
  });
  return house;
}

export interface Business {
  setting(name: string): string;
  api(path: string, body?: object | FormData, method?: string): Promise<Answer>;
  post(message: object, to?: string): Promise<Answer>;
  sayHi(to?: string): Promise<Answer>;
  /** All statuses told so far. */
  statuses(): Promise<Json[]>;
  /** Her latest message, as we were told. */
  latest(): Promise<Json>;
}

/** Our side of it, as an adapter would act. */
export function businessOf(house: House): Business {
  const setting = (name: string): string => house.simulator.env[`ESTAFET_WHATSAPP_${name}`] ?? '';
  const api: Business['api'] = (path, body, method) => call(`${setting('API')}/${path}`, setting('TOKEN'), body, method);
  const post: Business['post'] = (message, to = house.siti.id) =>
    api(`${setting('PHONE_NUMBER_ID')}/messages`, { messaging_product: 'whatsapp', recipient_type: 'individual', to, ...message });
  async function values(): Promise<Json[]> {
    await house.simulator.settled();
    return house.node.events();
  }
  return {
    setting,
    api,
    post,
    sayHi: (to) => post({ type: 'text', text: { body: 'Halo' } }, to),
    statuses: async () => (await values()).flatMap((value) => value.statuses ?? []),
    latest: async () => (await values()).findLast((value) => value.messages).messages[0],
  };
}

/** Status, code and details. */
export function refusal({ status, body }: Answer): [number, number, string | undefined] {
  return [status, body.error.code, body.error.error_data?.details];
}
