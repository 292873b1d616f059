/** The feed of commits, read by place; and the news of it, which other nodes' commits reach too. */
import type { Change } from '../../ports/store.ts';
import { Emitter } from '../emitter.ts';
import type { Connection } from './connection.ts';

/** The net under the news: what a lost message told of is found by then. */
const LOOK_MS = 1_000;
const PAGE = 1_000;

export async function changesAfter(connection: Connection, cursor: number, limit: number): Promise<Change[]> {
  if (limit <= 0) return [];
  const entries = await connection.run((client) => client.xrange(connection.key('feed'), `${cursor + 1}-0`, '+', 'COUNT', limit));
  return entries.map(([id, [, conversationId = '']]) => ({ cursor: Number.parseInt(id, 10), conversationId }));
}

export async function lastCursor(connection: Connection): Promise<number> {
  return Number(await connection.run((client) => client.get(connection.key('cursor'))));
}

export class FeedNews {
  readonly #connection: Connection;
  readonly #emitter = new Emitter<Change>();
  /** Up to where listeners were told. */
  #told: number;
  #reading: Promise<void> | undefined;
  #again = false;
  #timer: NodeJS.Timeout | undefined;

  private constructor(connection: Connection, told: number) {
    this.#connection = connection;
    this.#told = told;
  }

  /** News from now on. */
  static async open(connection: Connection): Promise<FeedNews> {
    const news = new FeedNews(connection, await lastCursor(connection));
    await connection.listen(connection.channels.changes, (text) => news.#hear(text));
    news.#timer = setInterval(() => news.#look(), LOOK_MS).unref();
    return news;
  }

  subscribe(listener: (change: Change) => void): () => void {
    return this.#emitter.subscribe(listener);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#reading;
  }

  #hear(text: string): void {
    const space = text.indexOf(' ');
    const cursor = Number(text.slice(0, space));
    if (this.#reading || cursor !== this.#told + 1) return this.#look();
    this.#told = cursor;
    this.#emitter.emit({ cursor, conversationId: text.slice(space + 1) });
  }

  #look(): void {
    this.#again = true;
    this.#reading ??= this.#readOn().finally(() => {
      this.#reading = undefined;
    });
  }

  async #readOn(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      // While Redis is away there is no news; the next look finds it.
      const page = await changesAfter(this.#connection, this.#told, PAGE).catch(() => []);
      for (const change of page) {
        this.#told = change.cursor;
        this.#emitter.emit(change);
      }
      this.#again ||= page.length === PAGE;
      if (!page.length) await this.#lookBack();
    }
  }

  /** A Redis that came back without its last moments counts on from an earlier place: who was told hears of all since. */
  async #lookBack(): Promise<void> {
    const end = await lastCursor(this.#connection).catch(() => this.#told);
    if (end >= this.#told) return;
    this.#told = Math.max(0, end - PAGE);
    this.#again = true;
  }
}
