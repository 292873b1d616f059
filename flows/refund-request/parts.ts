/** States that are alike: questions for what a person needs, and persons. */
import type { Asked } from './facts.ts';

/** Asks for one thing that a person needs to find the payment; whatever she tells of it counts. */
export function slot(prompt: string, asked: Asked, skip: string, next: { told: string; skipped: string }) {
  return {
    entry: {
      type: 'ask' as const,
      params: ({ context }: { context: { customerId: string } }) => ({
        prompt,
        choices: [skip, ...(context.customerId ? [] : ['confirm-me']), 'human'],
      }),
    },
    on: {
      TEXT: [
        {
          guard: { type: 'tells' as const, params: asked },
          target: next.told,
          actions: { type: 'rememberFacts' as const, params: asked },
        },
        // "The day before my birthday" is an answer too; a person reads it in the chat.
        ...(asked === 'when' ? [{ guard: 'isAnswer' as const, target: next.skipped }] : []),
      ],
      [`choose.${skip}`]: next.skipped,
      DENY: next.skipped,
    },
  };
}

export function person(reason: string, priority: 'normal' | 'high' | 'urgent' = 'normal') {
  return {
    entry: [
      { type: 'say' as const, params: { key: `person.${reason}` } },
      { type: 'handoff' as const, params: { reason, priority } },
    ],
    // Whoever comes back from a person tells it anew.
    on: { RETURN: { target: 'begin' as const, actions: 'forgetTold' as const } },
  };
}
