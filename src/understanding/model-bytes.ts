/** A model as bytes: the length of a JSON head, the head, then the tables one after the other. */
import type { Model } from './model.ts';

const ALIGNMENT = 4;

export function modelToBytes(model: Model): Uint8Array<ArrayBuffer> {
  const { features, idf, scales, bias, matrix, ...head } = model;
  const json = JSON.stringify({ ...head, rows: features.length });
  const text = new TextEncoder().encode(json.padEnd(json.length + ALIGNMENT));
  const headBytes = text.subarray(0, text.length - (text.length % ALIGNMENT));
  const tables = [features, idf, scales, bias, matrix].map((table) => new Uint8Array(table.buffer, table.byteOffset, table.byteLength));
  const bytes = new Uint8Array(ALIGNMENT + headBytes.length + tables.reduce((sum, table) => sum + table.length, 0));
  new DataView(bytes.buffer).setUint32(0, headBytes.length, true);
  bytes.set(headBytes, ALIGNMENT);
  let at = ALIGNMENT + headBytes.length;
  for (const table of tables) {
    bytes.set(table, at);
    at += table.length;
  }
  return bytes;
}

/** @throws {Error} when the bytes are not a model */
export function modelFromBytes(bytes: Uint8Array): Model {
  // Tables need their place in memory to be a multiple of four.
  const { buffer } = new Uint8Array(bytes);
  const length = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(Buffer.from(buffer, ALIGNMENT, length).toString()) as Omit<
    Model,
    'features' | 'idf' | 'scales' | 'bias' | 'matrix'
  > & { rows: number };
  const { rows, ...rest } = head;
  const classes = rest.intents.length;
  let at = ALIGNMENT + length;
  const next = (count: number) => (at += count * ALIGNMENT) - count * ALIGNMENT;
  return {
    ...rest,
    features: new Int32Array(buffer, next(rows), rows),
    idf: new Float32Array(buffer, next(rows), rows),
    scales: new Float32Array(buffer, next(rows), rows),
    bias: new Float32Array(buffer, next(classes), classes),
    matrix: new Int8Array(buffer, at, rows * classes),
  };
}
