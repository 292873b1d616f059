/**
 * What each channel behind the service shows. How many things to tap: the service's "Channels reference"
 * (learn.microsoft.com/azure/bot-service/bot-service-channels-reference); Teams: "Suggested actions" and "Format your bot
 * messages" (learn.microsoft.com/microsoftteams/platform/bots); lengths: each provider's own documentation.
 */
import type { Capabilities } from '../capabilities.ts';

export interface Look {
  capabilities: Capabilities;
  /** `hero`: cards and suggested actions as they are. `adaptive`: as one Adaptive Card. `words`: rendered like any other channel's. */
  cards: 'hero' | 'adaptive' | 'words';
  /** Where options stand that are rendered: beside where she types, or on a card. */
  options?: 'beside' | 'card';
  /** Events are for hubs and clients of one's own; a messenger has no use for them. */
  events: boolean;
  typing: boolean;
  /** Other files than pictures go as a link. */
  picturesOnly?: true;
}

/** Emulator, Web Chat, Direct Line, and clients that we don't know by name. */
const RICH: Look = {
  capabilities: { textLength: 20_000, buttons: { max: 100, labelLength: 500 } },
  cards: 'hero',
  events: true,
  typing: true,
};

const MESSENGER = { cards: 'words', events: false, typing: false } as const;

const LOOKS: Record<string, Look> = {
  // At most three beside where she types, none under an attachment. The whole message may take 40 KB of UTF-16.
  msteams: {
    capabilities: { textLength: 10_000, buttons: { max: 3, labelLength: 500 } },
    cards: 'adaptive',
    events: false,
    typing: true,
    picturesOnly: true,
  },
  slack: {
    ...MESSENGER,
    options: 'card',
    capabilities: {
      textLength: 4_000,
      buttons: { max: 20, labelLength: 75 },
      linkButtons: { max: 5, labelLength: 75, besideOptions: true },
    },
  },
  facebook: {
    ...MESSENGER,
    options: 'beside',
    capabilities: {
      textLength: 2_000,
      buttons: { max: 11, labelLength: 20 },
      linkButtons: { max: 3, labelLength: 20, besideOptions: true, textLength: 640 },
    },
  },
  line: {
    ...MESSENGER,
    options: 'beside',
    capabilities: { textLength: 5_000, buttons: { max: 13, labelLength: 20 } },
  },
  telegram: {
    ...MESSENGER,
    options: 'beside',
    capabilities: {
      textLength: 4_096,
      buttons: { max: 100, labelLength: 64 },
      linkButtons: { max: 8, labelLength: 64, besideOptions: false },
    },
  },
  groupme: { ...MESSENGER, capabilities: { textLength: 1_000 } },
  sms: { ...MESSENGER, capabilities: { textLength: 1_600 } },
  email: { ...MESSENGER, capabilities: { textLength: 20_000 } },
};

export function lookOf(channelId: string | undefined): Look {
  return channelId !== undefined && Object.hasOwn(LOOKS, channelId) ? (LOOKS[channelId] as Look) : RICH;
}
