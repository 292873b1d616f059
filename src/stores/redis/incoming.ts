/** A desk that comes in from another engine. Not out again: of inputs only digests are kept here. */
import type { Activity, JsonObject } from '../../core/activity.ts';
import type { Effect, Timer } from '../../core/turn-types.ts';
import {
  bodyOfDue,
  type ConversationPart,
  type DeadLetterPart,
  type DuePart,
  type EntryPart,
  type Incoming,
  kindOfDue,
  type Part,
  type PartKind,
  type RecordPart,
} from '../../ports/transfer.ts';
import { bodyOf, FEED_LENGTH, fromRecord, INPUT_AGE_MS, inputDigest, listScore, toRecord, wholeMs } from './commit.ts';
import type { Connection } from './connection.ts';
import { indexNames, nameOf } from './records.ts';
import type { Client } from './scripts.ts';

export class RedisIncoming implements Incoming {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** All travel together, and the scripts run in their order. */
  async write(parts: Part[]): Promise<void> {
    await Promise.all(parts.map((part) => this.#run((client) => client.moveIn(this.#connection.tag, ...argumentsOf(part)))));
  }

  async count(kind: PartKind): Promise<number> {
    switch (kind) {
      case 'conversation':
        return this.#total(await this.#run((client) => client.smembers(this.#key('views'))), (view) => this.#size('zcard', `view:${view}`));
      case 'due':
        return this.#run((client) => client.hlen(this.#key('items')));
      case 'deadLetter':
        return this.#size('llen', 'dead');
      case 'record':
        return this.#total(await this.#connection.keysOf('collection'), (key) => this.#run((client) => client.zcard(key)));
      case 'entry':
        return this.#total(await this.#connection.keysOf('entries'), (key) => this.#run((client) => client.llen(key)));
    }
  }

  find(parts: Part[]): Promise<(Part | undefined)[]> {
    return Promise.all(parts.map((part) => this.#find(part)));
  }

  async #find(part: Part): Promise<Part | undefined> {
    switch (part.kind) {
      case 'conversation':
        return this.#findConversation(part);
      case 'due':
        return this.#findDue(part);
      case 'deadLetter':
        return this.#findDeadLetter(part);
      case 'record':
        return this.#findRecord(part);
      case 'entry': {
        const body = await this.#run((client) => client.lindex(this.#key(`entries:${part.list}`), -1 - part.place));
        return body === null ? undefined : { ...part, entry: JSON.parse(body) as JsonObject };
      }
    }
  }

  /** Its inputs are known by their digests only; one more than was sent shows as one that was not. */
  async #findConversation({ conversation: { id }, inputs }: ConversationPart): Promise<ConversationPart | undefined> {
    const inputsKey = this.#key(`inputs:${id}`);
    const [record, log, times, known] = await Promise.all([
      this.#run((client) => client.get(this.#key(`conversation:${id}`))),
      this.#run((client) => client.lrange(this.#key(`log:${id}`), 0, -1)),
      inputs.length ? this.#run((client) => client.zmscore(inputsKey, ...inputs.map((input) => inputDigest(input.id)))) : [],
      this.#run((client) => client.zcard(inputsKey)),
    ]);
    if (record === null) return undefined;
    const found = inputs.flatMap((input, place) => (times[place] ? [{ id: input.id, at: Number(times[place]) }] : []));
    return {
      kind: 'conversation',
      conversation: fromRecord(record),
      activities: log.map((text) => JSON.parse(text) as Activity),
      inputs: known > inputs.length ? [...found, { id: '', at: 0 }] : found,
    };
  }

  async #findDue({ due }: DuePart): Promise<DuePart | undefined> {
    const item = await this.#run((client) => client.hget(this.#key('items'), bodyOfDue(due).id));
    if (item === null) return undefined;
    const [attempts, kind, dueAt] = item.split('\n', 3);
    return { kind: 'due', due: toDue(kind, bodyOf(item)), dueAt: Number(dueAt), attempts: Number(attempts) };
  }

  async #findDeadLetter({ id }: DeadLetterPart): Promise<DeadLetterPart | undefined> {
    const letters = await this.#run((client) => client.lrange(this.#key('dead'), 0, -1));
    const letter = letters.find((text) => text.startsWith(`${JSON.stringify(id)}\n`));
    if (letter === undefined) return undefined;
    const [, error = '', attempts, kind] = letter.split('\n', 4);
    const due = toDue(kind, bodyOf(letter));
    const { conversationId } = bodyOfDue(due);
    return { kind: 'deadLetter', id, conversationId, attempts: Number(attempts), error: JSON.parse(error) as string, due };
  }

  async #findRecord({ collection, key }: RecordPart): Promise<RecordPart | undefined> {
    const record = await this.#run((client) => client.get(this.#key(`record:${nameOf(collection, key)}`)));
    if (record === null) return undefined;
    const [version, expiry, indexes = ''] = record.split('\n', 3);
    const index = indexes ? indexes.split('\t').map((name) => JSON.parse(name) as [string, string, string]) : [];
    return {
      kind: 'record',
      collection,
      key,
      value: JSON.parse(bodyOf(record)) as JsonObject,
      version: Number(version),
      ...(expiry && { expiresAt: Number(expiry) }),
      index: Object.fromEntries(index.map(([, name, value]) => [name, value])),
    };
  }

  #key(rest: string): string {
    return `${this.#connection.tag}:${rest}`;
  }

  #run<T>(command: (client: Client) => Promise<T>): Promise<T> {
    return this.#connection.run(command);
  }

  #size(command: 'zcard' | 'llen', rest: string): Promise<number> {
    return this.#run((client) => client[command](this.#key(rest)));
  }

  async #total(names: string[], sizeOf: (name: string) => Promise<number>): Promise<number> {
    return (await Promise.all(names.map(sizeOf))).reduce((sum, size) => sum + size, 0);
  }
}

/** All that follows the desk's tag, in the order that move-in.lua names. */
function argumentsOf(part: Part): (string | number)[] {
  switch (part.kind) {
    case 'conversation':
      return [part.kind, ...conversationArguments(part)];
    case 'due': {
      const { id, conversationId } = bodyOfDue(part.due);
      return [part.kind, id, kindOfDue(part.due), wholeMs(part.dueAt), part.attempts, JSON.stringify(bodyOfDue(part.due)), conversationId];
    }
    case 'deadLetter': {
      const head = [JSON.stringify(part.id), JSON.stringify(part.error), part.attempts, kindOfDue(part.due)];
      return [part.kind, JSON.stringify(part.id), [...head, JSON.stringify(bodyOfDue(part.due))].join('\n')];
    }
    case 'record': {
      const { collection, key, version, expiresAt = '', index, value } = part;
      const indexes = indexNames(collection, index);
      const record = [version, expiresAt, indexes, JSON.stringify(value)].join('\n');
      return [part.kind, nameOf(collection, key), collection, key, expiresAt, indexes, record];
    }
    case 'entry':
      return entryArguments(part);
  }
}

function conversationArguments({ conversation, activities, inputs }: ConversationPart): (string | number)[] {
  return [
    conversation.id,
    toRecord(conversation),
    conversation.updatedAt,
    listScore(conversation),
    INPUT_AGE_MS / 1000,
    FEED_LENGTH,
    conversation.customer.walletId ?? '',
    activities.length,
    ...activities.map((activity) => JSON.stringify(activity)),
    ...inputs.flatMap((input) => [inputDigest(input.id), input.at]),
  ];
}

function entryArguments({ kind, list, place, entry }: EntryPart): (string | number)[] {
  return [kind, list, place, JSON.stringify(entry)];
}

function toDue(kind: string | undefined, body: string): DuePart['due'] {
  return kind === 'timer' ? { kind: 'timer', timer: JSON.parse(body) as Timer } : { kind: 'effect', effect: JSON.parse(body) as Effect };
}
