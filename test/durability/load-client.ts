/** One customer under load, through the official client: she writes on until told to stop and repeats what was not acknowledged. */
import { DirectLine } from 'botframework-directlinejs';

export interface Shown {
  id: string;
  seq: number;
  text?: string;
  messageKey?: string;
  clientActivityId?: string;
}

export interface LoadClient {
  /** Client ids in the order of their acknowledgement. */
  acknowledged: string[];
  /** All that reached the page, in that order. */
  shown: Shown[];
  write(text: string): Promise<void>;
  /** Writes `text` again and again. */
  run(text: () => string, pauseMs: () => number): void;
  stop(): Promise<void>;
  /** The whole log, read afresh. */
  history(): Promise<string[]>;
  end(): void;
}

interface WireActivity {
  id?: string;
  type: string;
  text?: string;
  channelData?: { clientActivityID?: string; messageKey?: string; 'webchat:sequence-id'?: number };
}

const RETRY_MS = 100;

export async function openLoadClient(url: string, secret: string, name: string, locale: string): Promise<LoadClient> {
  const domain = `${url}/v3/directline`;
  const generated = await fetch(`${domain}/tokens/generate`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ user: { id: `dl_${name}` } }),
  });
  const { token, conversationId } = (await generated.json()) as { token: string; conversationId: string };
  // `random` sets the wait before a reconnect to its minimum of 3 s; `timeout` the wait before the next try.
  const services = { random: () => 0 };
  const directLine = new DirectLine({ domain, token, webSocket: true, timeout: 2_000, conversationStartProperties: { locale }, ...services } as never);
  const acknowledged: string[] = [];
  const shown: Shown[] = [];
  let running: Promise<void> | undefined;
  let stopped = false;
  let sent = 0;

  const subscription = directLine.activity$.subscribe((received) => {
    const activity = received as WireActivity;
    if (activity.type === 'typing' || !activity.id) return;
    shown.push({
      id: activity.id,
      seq: Number(activity.channelData?.['webchat:sequence-id']),
      text: activity.text,
      messageKey: activity.channelData?.messageKey,
      clientActivityId: activity.channelData?.clientActivityID,
    });
  });

  async function write(text: string): Promise<void> {
    const clientActivityID = `${name}-${++sent}`;
    const activity = { type: 'message', text, locale, from: { id: `dl_${name}` }, channelData: { clientActivityID } };
    for (;;) {
      const id = await post(activity);
      if (id && id !== 'retry') {
        acknowledged.push(clientActivityID);
        return;
      }
      await sleep(RETRY_MS);
    }
  }

  function post(activity: object): Promise<string | undefined> {
    return new Promise((resolve) => {
      directLine.postActivity(activity as never).subscribe(resolve, () => resolve(undefined));
    });
  }

  return {
    acknowledged,
    shown,
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
      const response = await fetch(`${domain}/conversations/${conversationId}/activities?watermark=`, { headers: { Authorization: `Bearer ${token}` } });
      const { activities } = (await response.json()) as { activities: WireActivity[] };
      return activities.flatMap((activity) => activity.id ?? []);
    },
    end() {
      subscription.unsubscribe();
      directLine.end();
    },
  };
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
