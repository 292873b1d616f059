/** Files that go with the next reply, for each conversation. A reload loses them. */
import { signal } from '@preact/signals';
import { problemOf } from '../files.ts';

export interface Problem {
  kind: 'too-large' | 'empty';
  name: string;
}

const attached = signal<ReadonlyMap<string, readonly File[]>>(new Map());

export function attachedTo(conversationId: string): readonly File[] {
  return attached.value.get(conversationId) ?? [];
}

/** @returns what is wrong with those that were left out */
export function attach(conversationId: string, files: readonly File[]): Problem[] {
  const judged = files.map((file) => ({ file, kind: problemOf(file) }));
  const good = judged.flatMap(({ file, kind }) => (kind ? [] : [file]));
  keep(conversationId, [...attachedTo(conversationId), ...good]);
  return judged.flatMap(({ file, kind }) => (kind ? [{ kind, name: file.name }] : []));
}

export function detach(conversationId: string, file: File): void {
  keep(
    conversationId,
    attachedTo(conversationId).filter((other) => other !== file),
  );
}

/** They are on their way. */
export function takeAttached(conversationId: string): readonly File[] {
  const files = attachedTo(conversationId);
  keep(conversationId, []);
  return files;
}

export function forgetAttached(): void {
  attached.value = new Map();
}

function keep(conversationId: string, files: readonly File[]): void {
  attached.value = new Map(attached.peek()).set(conversationId, files);
}
