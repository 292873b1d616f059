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
  const weighed = ranked.toSorted((a, b) => weightOf(b) - weightOf(a));
  const none = ranked.find(({ intent }) => intent === NONE)?.score ?? 0;
  const topics = weighed.filter(({ intent }) => intent !== NONE);
  const best = topics[0];
  const alternatives = topics
    .filter(({ score }) => score >= LEAST_ALTERNATIVE)
    .slice(0, ALTERNATIVES)
    .map(rounded);
  if (!best || weightOf(best) < Math.max(none, OFFER)) {
    return { ...rounded({ intent: NONE, score: none || 1 - (best?.score ?? 0) }), band: 'none', alternatives };
  }
  return { ...rounded(best), band: best.score >= answerFrom ? 'answer' : 'offer', alternatives };
}

function weightOf({ intent, score }: { intent: string; score: number }): number {
  return intent === DANGER ? score * DANGER_WEIGHT : score;
}

function rounded({ intent, score }: { intent: string; score: number }): { intent: string; score: number } {
  return { intent, score: Math.round(score * 1000) / 1000 };
}
