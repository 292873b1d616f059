/**
 * Instagram messaging with Instagram login:
 * https://developers.facebook.com/documentation/instagram-platform/instagram-api-with-instagram-login/messaging-api
 */
import type { Platform } from '../meta-messaging/platform.ts';
import { type MetaSimulator, startMessaging } from '../meta-messaging/simulator.ts';
import type { SimulatorOptions } from '../simulator.ts';

const ACCOUNT_ID = '17841405822304914';
const TOKEN = 'IGAA-instagram-simulator-token';

const PLATFORM: Platform = {
  object: 'instagram',
  accountId: ACCOUNT_ID,
  appId: '1006789012345678',
  errorType: 'IGApiException',
  errors: {
    window: { message: '(#10) This message is sent outside of allowed window.', code: 10, error_subcode: 2534022 },
    unknownUser: { message: '(#100) No matching Instagram user', code: 100, error_subcode: 2534014 },
    limited: { message: '(#613) Calls to this api have exceeded the rate limit.', code: 613, error_subcode: 2534040 },
    temporary: { message: '(#2) An unexpected error has occurred. Please retry your request later.', code: 2, is_transient: true },
  },
  useCase: 'instagram',
  text: { limit: 1000, size: (text) => Buffer.byteLength(text) },
  longTitles: 'cut',
  messagingTypeRequired: false,
  uploads: false,
  media: {
    image: /^image\/(png|jpeg|gif)\b/,
    audio: /^(audio\/(aac|mp4|x-m4a|wav|x-wav)|video\/mp4)\b/,
    video: /^video\//,
    file: /^application\/pdf\b/,
  },
  profileFields: [
    'name',
    'username',
    'profile_pic',
    'follower_count',
    'is_user_follow_business',
    'is_business_follow_user',
    'is_verified_user',
  ],
  receipts: 'instagram',
};

export async function startInstagramSimulator(options: SimulatorOptions = {}): Promise<MetaSimulator> {
  const { simulator } = await startMessaging(
    {
      platform: PLATFORM,
      path: '/webhooks/instagram',
      token: TOKEN,
      idBase: 1_254_459_154_682_900,
      profile: ({ id, name }) => ({
        name,
        username: `${name.toLowerCase().replace(/[^a-z0-9]+/g, '.')}.${id.slice(-3)}`,
        profile_pic: `https://scontent.cdninstagram.com/v/t51.2885-19/${id}_n.jpg`,
        follower_count: 312,
        is_user_follow_business: false,
        is_business_follow_user: false,
        is_verified_user: false,
      }),
      env: ({ appSecret, verifyToken }, origin) => ({
        ESTAFET_INSTAGRAM_APP_SECRET: appSecret,
        ESTAFET_INSTAGRAM_VERIFY_TOKEN: verifyToken,
        ESTAFET_INSTAGRAM_TOKEN: TOKEN,
        ESTAFET_INSTAGRAM_ACCOUNT_ID: ACCOUNT_ID,
        ESTAFET_INSTAGRAM_API: `${origin}/v23.0`,
      }),
    },
    options,
  );
  return simulator;
}
