/** Microsoft's own Direct Line client, as a page would use it. */
import { ConnectionStatus, DirectLine } from 'botframework-directlinejs';
import xhr2 from 'xhr2';

// The client was written for browsers; Node has its WebSocket and fetch but not this.
(globalThis as { XMLHttpRequest?: unknown }).XMLHttpRequest ??= xhr2;

export { ConnectionStatus };

export interface WireActivity {
  id?: string;
  type: string;
  timestamp?: string;
  text?: string;
  name?: string;
  value?: unknown;
  from: { id: string; name?: string; role?: string };
  suggestedActions?: { actions: { title: string; value: string }[] };
  attachments?: { contentType: string; content?: unknown }[];
  channelData?: { clientActivityID?: string; messageKey?: string; 'webchat:sequence-id'?: number; estafet?: { author?: string } };
}

export interface OfficialClient {
  /**
   * What reached the page, typing and passing news aside. The client hands frames that follow closely to the page
   * entry by entry in turn, so pages sort by `webchat:sequence-id`, as `inOrder` does.
   */
  shown: WireActivity[];
  /** Ids in the order the sockets brought them. */
  received: string[];
  /** Typing and `queue.update`. */
  passing: WireActivity[];
  statuses: ConnectionStatus[];
  /** What the client tells the page: the activity's id, or `retry`; rejects when it throws. */
  post(activity: object): Promise<string>;
  say(text: string, clientActivityID?: string): Promise<string>;
  /** Closes the socket under the client, as a network does. */
  drop(): void;
  end(): void;
}

export interface OfficialClientOptions {
  /** Scheme and host of the server. */
  url: string;
  token: string;
  userId?: string;
  webSocket?: boolean;
  locale?: string;
  /** A page that knows its conversation: joins it instead of starting one. */
  conversationId?: string;
  watermark?: string;
}

export function openOfficialClient(options: OfficialClientOptions): OfficialClient {
  const { url, token, webSocket = true, locale = 'en', userId = 'user', conversationId, watermark } = options;
  const received: string[] = [];
  let socket: WebSocket | undefined;
  class WatchedSocket extends WebSocket {
    constructor(address: string) {
      super(address);
      // oxlint-disable-next-line typescript/no-this-alias -- the client shows its socket to nobody
      socket = this;
      this.addEventListener('message', ({ data }) => {
        const { activities } = JSON.parse(String(data)) as { activities: WireActivity[] };
        received.push(...activities.filter((activity) => !isPassing(activity)).map(({ id }) => id ?? ''));
      });
    }
  }
  const directLine = new DirectLine({
    domain: `${url}/v3/directline`,
    token,
    webSocket,
    ...(conversationId !== undefined && { conversationId }),
    ...(watermark !== undefined && { watermark }),
    pollingInterval: 200,
    timeout: 2_000,
    conversationStartProperties: { locale },
    // The shortest of the waits it chooses from before it reconnects: 3 s.
    random: () => 0,
    WebSocket: WatchedSocket,
  } as never);
  const shown: WireActivity[] = [];
  const passing: WireActivity[] = [];
  const statuses: ConnectionStatus[] = [];
  const watching = directLine.connectionStatus$.subscribe((status) => statuses.push(status));
  const reading = directLine.activity$.subscribe((activity) => {
    (isPassing(activity as WireActivity) ? passing : shown).push(activity as WireActivity);
  });

  function post(activity: object): Promise<string> {
    return new Promise((resolve, reject) => {
      directLine.postActivity(activity as never).subscribe(resolve, reject);
    });
  }

  return {
    shown,
    received,
    passing,
    statuses,
    post,
    say: (text, clientActivityID) =>
      post({ type: 'message', text, locale, from: { id: userId }, ...(clientActivityID && { channelData: { clientActivityID } }) }),
    drop: () => socket?.close(),
    end() {
      reading.unsubscribe();
      watching.unsubscribe();
      directLine.end();
    },
  };
}

function isPassing({ type, name }: WireActivity): boolean {
  return type === 'typing' || name === 'queue.update';
}

/** As WebChat sorts. */
export function inOrder(activities: WireActivity[]): WireActivity[] {
  const place = ({ channelData }: WireActivity) => Number(channelData?.['webchat:sequence-id']);
  return activities.toSorted((a, b) => place(a) - place(b));
}

/** A token for a new conversation, as a wallet's server asks for one. */
export async function generateToken(
  url: string,
  secret: string,
  user?: { id: string; name?: string },
): Promise<{ token: string; conversationId: string }> {
  const response = await fetch(`${url}/v3/directline/tokens/generate`, {
    method: 'POST',
    headers: { 'Authorization': `Bearer ${secret}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ user }),
  });
  if (!response.ok) throw new Error(`tokens/generate: ${response.status} ${await response.text()}`);
  return (await response.json()) as { token: string; conversationId: string };
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** @throws {Error} when it has not come true within `ms` */
export async function until(condition: () => boolean | Promise<boolean>, what: string, ms = 15_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await sleep(20);
  }
}
