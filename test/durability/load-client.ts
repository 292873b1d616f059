/** One customer under load, through the official client: she writes on until told to stop and repeats what was not acknowledged. */
import { generateToken, openOfficialClient, sleep, type WireActivity } from '../helpers/official-client.ts';

export interface LoadClient {
  conversationId: string;
  /** Client ids in the order of their acknowledgement. */
  acknowledged: string[];
  /** When each of them was first sent and when it was acknowledged, epoch ms. */
  times: { sent: number; acknowledged: number }[];
  /** All that reached the page. */
  shown: WireActivity[];
  /** Ids in the order the sockets brought them. */
  received: string[];
  /** @param at one node's own address; absent: wherever the client is led */
  write(text: string, at?: string): Promise<void>;
  /** Called at each acknowledgement, at once. */
  onAcknowledged?: () => void;
  /** Writes `text` again and again. */
  run(text: () => string, pauseMs: () => number): void;
  stop(): Promise<void>;
  /** The whole log, read afresh. */
  history(): Promise<string[]>;
  end(): void;
}

const RETRY_MS = 100;
/** Of what can be asked again without harm. */
const TRIES = 100;

/** Gets an answer from the bot each time, or only waits in the queue. */
export async function startWriting(client: LoadClient, waits: boolean): Promise<void> {
  if (waits) await client.write('human please');
  client.run(
    () => (waits ? `still here ${Math.random()}` : 'hello'),
    () => 600 + Math.random() * 400,
  );
}

export async function openLoadClient(url: string, secret: string, name: string, locale: string): Promise<LoadClient> {
  const { token, conversationId } = await persist(() => generateToken(url, secret, { id: `dl_${name}` }));
  const client = openOfficialClient({ url, token, locale });
  const acknowledged: string[] = [];
  const times: LoadClient['times'] = [];
  let running: Promise<void> | undefined;
  let stopped = false;
  let sent = 0;

  async function write(text: string, at?: string): Promise<void> {
    const clientActivityID = `${name}-${++sent}`;
    const activity = { type: 'message', text, locale, from: { id: `dl_${name}` }, channelData: { clientActivityID } };
    const begun = Date.now();
    for (;;) {
      const posted = at === undefined ? client.post(activity) : post(at, token, conversationId, activity);
      const id = await posted.catch(() => undefined);
      if (id && id !== 'retry') {
        acknowledged.push(clientActivityID);
        times.push({ sent: begun, acknowledged: Date.now() });
        load.onAcknowledged?.();
        return;
      }
      await sleep(RETRY_MS);
    }
  }

  const load: LoadClient = {
    conversationId,
    acknowledged,
    times,
    shown: client.shown,
    received: client.received,
    write,
    run(text, pauseMs) {
      running = (async () => {
        while (!stopped) {
          await write(text());
          await sleep(pauseMs());
        }
      })();
    },
    async stop() {
      stopped = true;
      await running;
    },
    async history() {
      const activities = await persist(() => readAll(url, token, conversationId));
      return activities.flatMap((activity) => activity.id ?? []);
    },
    end: () => client.end(),
  };
  return load;
}

async function post(url: string, token: string, conversationId: string, activity: object): Promise<string | undefined> {
  const response = await fetch(`${url}/v3/directline/conversations/${conversationId}/activities`, {
    method: 'POST',
    headers: { 'Authorization': `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(activity),
  });
  const { id } = (await response.json()) as { id?: string };
  return id;
}

async function readAll(url: string, token: string, conversationId: string): Promise<WireActivity[]> {
  const response = await fetch(`${url}/v3/directline/conversations/${conversationId}/activities?watermark=`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  if (!response.ok) throw new Error(`the log can not be read: ${response.status}`);
  const { activities } = (await response.json()) as { activities: WireActivity[] };
  return activities;
}

/** Something may be killed just now: tried again, as a page does. */
async function persist<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (tries === TRIES) throw error;
      await sleep(RETRY_MS);
    }
  }
}
