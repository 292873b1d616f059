/** How she feels: it changes the tone, the patience and the place in the queue, never what is done. */
/** Each 0…1. */
export interface Mood {
  anger: number;
  fear: number;
  urgency: number;
}

/** From here on a mood changes what is done. */
export const STRONG = 0.5;
/** What is left of a mood at the next message that shows none. */
const FADING = 0.7;
/** Milliseconds in which one kind sentence is enough. */
const SOOTHED_FOR = 15 * 60 * 1000;

export function moodAfter(before: Mood | undefined, said: Mood | undefined): Mood | undefined {
  if (!before) return said;
  const felt = (name: keyof Mood) => Math.max(said?.[name] ?? 0, Math.round(before[name] * FADING * 100) / 100);
  const mood = { anger: felt('anger'), fear: felt('fear'), urgency: felt('urgency') };
  return mood.anger + mood.fear + mood.urgency < 0.1 ? undefined : mood;
}

export function isUpset(mood: Mood | undefined): boolean {
  return mood !== undefined && Math.max(mood.anger, mood.fear) >= STRONG;
}

/** The key of the sentence that answers her mood; none when she has just heard one. */
export function soothingKey(said: Mood | undefined, soothedAt: number | undefined, now: number): string | undefined {
  if (!said || (soothedAt !== undefined && now - soothedAt < SOOTHED_FOR)) return undefined;
  const kinds: (keyof Mood)[] = ['anger', 'fear', 'urgency'];
  const strongest = kinds.toSorted((a, b) => said[b] - said[a])[0];
  return strongest && said[strongest] >= STRONG ? `_common.mood.${strongest}` : undefined;
}
