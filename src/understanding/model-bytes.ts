/** A model as bytes: the length of a JSON head, the head, then the tables one after the other. */
import { featureTable } from './feature-table.ts';
import type { Model } from './model.ts';

const ALIGNMENT = 4;

export function modelToBytes(model: Model): Uint8Array<ArrayBuffer> {
  const { table, bias, ...head } = model;
  const { slots } = table;
  const json = JSON.stringify({ ...head, numbers: slots.length });
  const text = new TextEncoder().encode(json.padEnd(json.length + ALIGNMENT));
  const headBytes = text.subarray(0, text.length - (text.length % ALIGNMENT));
  const tables = [slots, bias].map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength));
  const bytes = new Uint8Array(ALIGNMENT + headBytes.length + tables.reduce((sum, part) => sum + part.length, 0));
  new DataView(bytes.buffer).setUint32(0, headBytes.length, true);
  bytes.set(headBytes, ALIGNMENT);
  let at = ALIGNMENT + headBytes.length;
  for (const part of tables) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** @throws {Error} when the bytes are not a model */
export function modelFromBytes(bytes: Uint8Array): Model {
  // Tables need their place in memory to be a multiple of four.
  const { buffer } = new Uint8Array(bytes);
  const length = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(Buffer.from(buffer, ALIGNMENT, length).toString()) as Omit<Model, 'table' | 'bias'> & {
    numbers: number;
  };
  const { numbers, ...rest } = head;
  const classes = rest.intents.length;
  const at = ALIGNMENT + length;
  const slots = new Int32Array(buffer, at, numbers);
  const bias = new Float32Array(buffer, at + slots.byteLength, classes);
  return { ...rest, table: featureTable(slots, classes), bias };
}
