/** Providers bring messages late at times: each is shown where she wrote it, among her others; nothing else moves. */
interface Entry {
  from: { role: string };
  /** `sentAt`: epoch ms by the provider's clock. */
  channelData?: { [key: string]: unknown };
}

/** @param entries in the log's order */
export function inSentOrder<T extends Entry>(entries: readonly T[]): T[] {
  const ordered: T[] = [];
  for (const entry of entries) {
    const sentAt = sentAtOf(entry);
    let place = ordered.length;
    if (sentAt !== undefined) {
      // Past whatever others said in between, to the first of hers that is later.
      for (let index = ordered.length - 1; index >= 0; index--) {
        const earlier = sentAtOf(ordered[index] as T);
        if (earlier === undefined) continue;
        if (earlier <= sentAt) break;
        place = index;
      }
    }
    ordered.splice(place, 0, entry);
  }
  return ordered;
}

function sentAtOf({ from, channelData }: Entry): number | undefined {
  return from.role === 'user' && typeof channelData?.sentAt === 'number' ? channelData.sentAt : undefined;
}
