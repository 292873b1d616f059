/** From probabilities to what the bot does: answer, offer the likeliest topics, or admit that it doesn't know. */
import type { Classification } from '../core/turn-types.ts';

export const NONE = 'none';

/** Where harmless and dangerous are about as likely, she may be losing money now. */
const DANGER = 'account-compromised';
const DANGER_WEIGHT = 2.5;
/** Less likely topics are no offer worth a tap. */
const OFFER = 0.3;
const ALTERNATIVES = 3;
const LEAST_ALTERNATIVE = 0.05;

export type Ranked = { intent: string; score: number }[];

/** @param ranked best first @param answerFrom probability from which a topic is answered without asking back */
export function decide(ranked: Ranked, answerFrom: number): Pick<Classification, 'intent' | 'score' | 'band' | 'alternatives'> {
  const none = ranked.find(({ intent }) => intent === NONE)?.score ?? 0;
  const topics = dangerAhead(ranked.filter(({ intent }) => intent !== NONE));
  const best = topics[0];
  const alternatives: Ranked = [];
  for (const topic of topics) {
    if (topic.score >= LEAST_ALTERNATIVE) alternatives.push(rounded(topic));
    if (alternatives.length === ALTERNATIVES) break;
  }
  if (!best || weightOf(best) < Math.max(none, OFFER)) {
    return { ...rounded({ intent: NONE, score: none || 1 - (best?.score ?? 0) }), band: 'none', alternatives };
  }
  return { ...rounded(best), band: best.score >= answerFrom ? 'answer' : 'offer', alternatives };
}

/** In order of their weights: only danger weighs more than its score says. @param topics best first */
function dangerAhead(topics: Ranked): Ranked {
  const danger = topics.find(({ intent }) => intent === DANGER);
  if (!danger) return topics;
  const weight = weightOf(danger);
  const lighter = topics.findIndex(({ score }) => score < weight);
  const place = topics.indexOf(danger);
  return lighter < 0 || lighter >= place ? topics : topics.toSpliced(place, 1).toSpliced(lighter, 0, danger);
}

function weightOf({ intent, score }: { intent: string; score: number }): number {
  return intent === DANGER ? score * DANGER_WEIGHT : score;
}

function rounded({ intent, score }: { intent: string; score: number }): { intent: string; score: number } {
  return { intent, score: Math.round(score * 1000) / 1000 };
}
