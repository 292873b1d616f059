/** Activities as they come over the wire; one second of time for each number. */
import type { WireActivity } from '../../../src/web/shared/wire.ts';

let next = 0;

/** @param part.seq the server's number; @param part.mine she wrote it, under this client id */
export function activity({ seq = ++next, mine, ...rest }: Partial<WireActivity> & { seq?: number; mine?: string } = {}): WireActivity {
  return {
    id: `a${seq}`,
    type: 'message',
    timestamp: new Date(1_800_000_000_000 + seq * 1000).toISOString(),
    from: mine ? { id: 'me', role: 'user' } : { id: 'bot', role: 'bot' },
    channelData: { 'webchat:sequence-id': seq, ...(mine && { clientActivityID: mine }) },
    ...rest,
  };
}

export function event(seq: number, name: string, value: object = {}, agent?: string): WireActivity {
  return activity({ seq, type: 'event', name, value, ...(agent && { from: { id: `agent:${agent}`, name: agent, role: 'bot' } }) });
}

export function agentSays(seq: number, name: string): WireActivity {
  return activity({ seq, from: { id: `agent:${name}`, name, role: 'bot' } });
}
