/** The Messenger Platform: https://developers.facebook.com/documentation/business-messaging/messenger-platform */
import { length } from '../meta-check.ts';
import type { Platform } from '../meta-messaging/platform.ts';
import { type MetaSimulator, startMessaging } from '../meta-messaging/simulator.ts';
import type { SimulatorOptions } from '../simulator.ts';
import { createInbox, handoverEdge, type PageInbox } from './handover.ts';

const PAGE_ID = '108824017345866';
const APP_ID = '1517776481860111';
const TOKEN = 'EAAJB-messenger-simulator-token';

const PLATFORM: Platform = {
  object: 'page',
  accountId: PAGE_ID,
  appId: APP_ID,
  errorType: 'OAuthException',
  errors: {
    window: {
      message:
        '(#10) This message is sent outside of allowed window. Learn more about the new policy here: https://developers.facebook.com/docs/messenger-platform/policy-overview',
      code: 10,
      error_subcode: 2018278,
    },
    unknownUser: { message: '(#100) No matching user found', code: 100, error_subcode: 2018001 },
    limited: { message: '(#613) Calls to this api have exceeded the rate limit.', code: 613 },
    temporary: { message: '(#1200) Temporary send message failure. Please try again later.', code: 1200 },
  },
  useCase: 'messenger',
  text: { limit: 2000, size: length },
  longTitles: 'refuse',
  messagingTypeRequired: true,
  uploads: true,
  media: { image: /^image\//, audio: /^audio\//, video: /^video\//, file: /./ },
  profileFields: ['first_name', 'last_name', 'profile_pic', 'locale', 'timezone', 'gender', 'name'],
  receipts: 'messenger',
};

export interface MessengerSimulator extends MetaSimulator {
  inbox: PageInbox;
}

export async function startMessengerSimulator(options: SimulatorOptions = {}): Promise<MessengerSimulator> {
  const messaging = await startMessaging(
    {
      platform: PLATFORM,
      path: '/webhooks/messenger',
      token: TOKEN,
      idBase: 7_254_459_154_682_900,
      profile({ id, name, locale }) {
        const [first_name = name, ...rest] = name.split(' ');
        const profile_pic = `https://platform-lookaside.fbsbx.com/platform/profilepic/?psid=${id}`;
        return { first_name, last_name: rest.join(' '), name, profile_pic, locale, timezone: 7 };
      },
      env: ({ appSecret, verifyToken }, origin) => ({
        ESTAFET_MESSENGER_APP_SECRET: appSecret,
        ESTAFET_MESSENGER_VERIFY_TOKEN: verifyToken,
        ESTAFET_MESSENGER_TOKEN: TOKEN,
        ESTAFET_MESSENGER_PAGE_ID: PAGE_ID,
        ESTAFET_MESSENGER_APP_ID: APP_ID,
        ESTAFET_MESSENGER_API: `${origin}/v23.0`,
      }),
      edge: (shared, edge, call, recipient) => handoverEdge(shared, APP_ID, edge, call, recipient),
    },
    options,
  );
  // One object, so that its switches (`receipts`) stay those that the platform looks at.
  return Object.assign(messaging.simulator, { inbox: createInbox(messaging, APP_ID) });
}
