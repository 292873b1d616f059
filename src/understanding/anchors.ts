/** Which concepts a message must have to be taken for an intent, learnt from the intent's own phrases. */

/** Part of an intent's phrases that may be without any anchor. */
const UNCOVERED = 0.02;
/** Least part of the phrases that an anchor must add. */
const LEAST_GAIN = 0.01;
/** What being common among the phrases of no intent costs a concept. */
const COMMONNESS = 0.5;

/**
 * The fewest concepts that between them are in nearly all phrases. A message with none of them is hardly of that
 * intent, whatever its other words.
 * @param phrases features of each phrase of the intent
 * @param others features of each phrase of no intent
 */
export function anchorsOf(phrases: string[][], others: string[][]): Set<string> {
  const concepts = [...new Set(phrases.flat())].filter((feature) => feature.startsWith('c:'));
  const anchors = new Set<string>();
  let uncovered = phrases;
  while (uncovered.length > phrases.length * UNCOVERED) {
    const best = mostAdding(concepts, uncovered, phrases.length, others);
    if (best === undefined) break;
    anchors.add(best);
    uncovered = uncovered.filter((features) => !features.includes(best));
  }
  return anchors;
}

function mostAdding(concepts: string[], uncovered: string[][], total: number, others: string[][]): string | undefined {
  let best: string | undefined;
  let most = LEAST_GAIN;
  for (const concept of concepts) {
    const gain = countWith(uncovered, concept) / total - (COMMONNESS * countWith(others, concept)) / Math.max(others.length, 1);
    if (gain >= most) [best, most] = [concept, gain];
  }
  return best;
}

function countWith(list: string[][], feature: string): number {
  return list.filter((features) => features.includes(feature)).length;
}
