/** The trained model on disk, named by what it was trained from: other phrases or other code make another file. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Model } from './model.ts';
import { modelFromBytes, modelToBytes } from './model-bytes.ts';

const DIR = join(import.meta.dirname, '../../dist/understanding');

/** @param from all that decides the outcome, always in the same order */
export function modelKey(from: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const text of from) hash.update(`${text.length}\n${text}\n`);
  for (const dir of [import.meta.dirname, join(import.meta.dirname, 'training')]) {
    for (const file of readdirSync(dir).sort()) if (file.endsWith('.ts')) hash.update(readFileSync(join(dir, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

export function hasModel(key: string): boolean {
  return existsSync(join(DIR, `${key}.model`));
}

/** @returns undefined when there is none, or one that can't be read */
export function readModel(key: string): Model | undefined {
  try {
    return modelFromBytes(readFileSync(join(DIR, `${key}.model`)));
  } catch {
    return undefined;
  }
}

/** Where nothing may be written the next start trains again, which is slow but right. */
export function writeModel(key: string, model: Model): void {
  const path = join(DIR, `${key}.model`);
  try {
    mkdirSync(DIR, { recursive: true });
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, modelToBytes(model));
    renameSync(draft, path);
  } catch {
    return;
  }
}

/** Models of phrases and code that are no more. */
export function removeOtherModels(key: string): void {
  for (const file of readdirSync(DIR)) if (file !== `${key}.model`) rmSync(join(DIR, file), { force: true });
}
