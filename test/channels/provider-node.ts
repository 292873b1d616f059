/** A node of ours without an adapter: it keeps what a provider posts, for the tests of simulators. */
import { type Call, openServer } from './provider.ts';

export interface ProviderNode {
  origin: string;
  /** Deliveries, oldest first, refused ones too. */
  calls: Call[];
  /** Their bodies. */
  bodies(): unknown[];
  /** Statuses for the next deliveries; 200 after them. `drop` breaks the connection. */
  statuses: (number | 'drop')[];
  /** What the node says with its 200. */
  reply: { body?: unknown };
  close(): Promise<void>;
}

export async function openNode(): Promise<ProviderNode> {
  const calls: Call[] = [];
  const statuses: ProviderNode['statuses'] = [];
  const reply: ProviderNode['reply'] = {};
  const server = await openServer(0, async (call) => {
    calls.push(call);
    const status = statuses.shift() ?? 200;
    return status === 'drop' ? { status: 200, lost: true } : { status, body: reply.body };
  });
  const bodies = () => calls.map(({ body }) => JSON.parse(body.toString()) as unknown);
  return { origin: server.origin, calls, bodies, statuses, reply, close: server.close };
}
