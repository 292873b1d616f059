/**
 * Every flow in a real browser, to its good end and to a person, by a verified Indonesian customer, a verified Chinese
 * one and a guest. What she types is her own; what she taps and hears is told by choice ids and message keys, so that one
 * path serves all languages.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../helpers/harness.ts';
import { createServerProcess, type ServerProcess } from '../helpers/server.ts';
import { openBrowser } from './browser.ts';
import { type Caller, call } from './caller.ts';

/**
 * `tap <choice>`, `say <text>`, `confirms` and `sets a password` on the phone, `agent <verb>`; what she hears after it
 * follows the arrow.
 */
type Path = string[];
type Ends = { good: Path; person: Path };

interface Person {
  name: string;
  locale: string;
  /** Language of her texts. */
  language: string;
  /** Empty: she tells it to be found. */
  walletId: string;
  /** Phone or email of the account, where she is asked for it. */
  contact: string;
  /** The one she names among her failed payments, and what the wallet's reason makes of it. */
  failed: [string, string];
}

const SINTA: Person = {
  name: 'Sinta',
  locale: 'id-ID',
  language: 'id',
  walletId: 'sinta',
  contact: '0812-3456-7890',
  failed: ['PLN Token Listrik', 'advice.balance'],
};
const WEI: Person = {
  name: 'Wei',
  locale: 'zh-CN',
  language: 'zh',
  walletId: 'wei',
  contact: '0813 8888 1234',
  failed: ['Traveloka', 'advice.limit'],
};
const GUEST: Person = { name: 'Guest', locale: 'en-GB', language: 'en', walletId: '', contact: 'james@example.test', failed: ['', ''] };

const OPENINGS: Record<string, Record<string, string>> = {
  'reset-password': { id: 'saya lupa kata sandi', zh: '忘记密码了', en: 'I forgot my password' },
  'failed-payment': { id: 'pembayaran saya gagal', zh: '付款失败了', en: 'my payment failed' },
  'refund-request': { id: 'mau refund', zh: '我要退款', en: 'i want a refund' },
  'money-not-received': { id: 'transfer saya belum sampai', zh: '转账没到账', en: 'my transfer hasn’t arrived' },
  'security-tips': { id: 'bagaimana cara menjaga keamanan akun', zh: '怎么保护我的账户安全', en: 'how do i keep my account safe' },
  'account-compromised': { id: 'akun saya dibobol', zh: '我的账号被盗了', en: 'someone hacked my account' },
};

const TO_PERSON = 'tap human > _common.handoff-started';
const NO_MORE = '_common.anything-else';
const REFUND = (shop: string, reason: string): Path => [
  'tap new-refund > refund-request.which-payment',
  `say ${shop} > refund-request.reason`,
  `tap ${reason} > refund-request.summary`,
  'tap request-it > confirm-identity.tap',
];
const IDENTIFIED = (next: string): Path => ['say {contact} > confirm-identity.tap', `confirms > confirm-identity.confirmed, ${next}`];
const OVERDUE: Path = [
  'say 300.000 > money-not-received.status.overdue',
  'tap investigate > money-not-received.opened, money-not-received.status.investigating',
  `tap all-right > money-not-received.later, ${NO_MORE}`,
];
/** After the person she was passed to. */
const BACK_SAFE: Path = ['agent accept', 'agent return > account-compromised.back', `tap all-good > account-compromised.done, ${NO_MORE}`];
const HELPED_BY_PERSON: Path = [
  'open {person} > _common.handoff-started',
  'agent accept',
  'agent close > _common.closed, rate-service.score',
];
const RATED: Ends = {
  good: [...HELPED_BY_PERSON, 'tap 5 > rate-service.thanks'],
  person: [...HELPED_BY_PERSON, 'tap 2 > rate-service.sorry', 'tap more-help > _common.handoff-started'],
};
const RESET: Ends = {
  good: [
    'open reset-password > reset-password.ask-contact',
    'say {contact} > reset-password.open-secure-page',
    `sets a password > reset-password.done, ${NO_MORE}`,
  ],
  person: ['open reset-password > reset-password.ask-contact', TO_PERSON],
};

const VERIFIED: Record<string, Ends> = {
  'reset-password': RESET,
  'failed-payment': {
    good: [
      'open failed-payment > failed-payment.which-payment',
      'say {failed} > failed-payment.{advice}',
      `tap helped > failed-payment.done, ${NO_MORE}`,
    ],
    person: [
      'open failed-payment > failed-payment.which-payment',
      'say {failed} > failed-payment.{advice}',
      'tap still-failing > failed-payment.investigation, _common.handoff-started',
    ],
  },
  'refund-request': {
    good: [
      'open refund-request > refund-request.purpose',
      ...REFUND('Lazada', 'not-received'),
      `confirms > refund-request.requested, ${NO_MORE}`,
    ],
    person: [
      'open refund-request > refund-request.purpose',
      'say Gramedia > refund-request.status.declined',
      'tap dispute > refund-request.person.dispute, _common.handoff-started',
    ],
  },
  'confirm-identity': {
    good: [
      'open refund-request > refund-request.purpose',
      ...REFUND('Zalora', 'not-as-described'),
      'confirms > confirm-identity.confirmed, refund-request.requested',
    ],
    person: ['open refund-request > refund-request.purpose', ...REFUND('DPT2711{place}00', 'not-received'), TO_PERSON],
  },
  'money-not-received': {
    good: ['open money-not-received > money-not-received.which.open', ...OVERDUE],
    person: [
      'open money-not-received > money-not-received.which.open',
      'tap another-one > money-not-received.which.arrived',
      'say BNI > money-not-received.status.arrived',
      'tap still-missing > money-not-received.person.missing, _common.handoff-started',
    ],
  },
  'security-tips': {
    good: [
      'open security-tips > security-tips.menu',
      'tap check-up > security-tips.stranger',
      'tap was-me > security-tips.password',
      'tap next-step > security-tips.two-factor',
      'tap next-step > security-tips.devices',
      'tap all-mine > security-tips.checked',
      `tap enough > security-tips.done, ${NO_MORE}`,
    ],
    person: ['open security-tips > security-tips.menu', 'tap check-up > security-tips.stranger', 'say {person} > _common.handoff-started'],
  },
  'rate-service': RATED,
  // The last, since a frozen account can do nothing else.
  'account-compromised': {
    person: ['open account-compromised > account-compromised.what-happened', TO_PERSON],
    good: [
      'open account-compromised > account-compromised.what-happened',
      'tap unknown-transaction > account-compromised.freeze',
      'tap freeze-now > confirm-identity.tap',
      'confirms > account-compromised.told.frozen, account-compromised.which',
      'tap all-of-these > account-compromised.advice, _common.handoff-started',
      ...BACK_SAFE,
    ],
  },
};

const UNVERIFIED: Record<string, Ends> = {
  'reset-password': RESET,
  'failed-payment': {
    good: [
      'open failed-payment > failed-payment.what-happened',
      'tap network > failed-payment.advice.network',
      `tap helped > failed-payment.done, ${NO_MORE}`,
    ],
    person: [
      'open failed-payment > failed-payment.what-happened',
      'tap deducted > failed-payment.order-number',
      'say DPT26110002 > failed-payment.investigation, _common.handoff-started',
    ],
  },
  'refund-request': {
    good: [
      'open refund-request > refund-request.guest',
      'tap confirm-me > confirm-identity.ask-contact',
      ...IDENTIFIED('refund-request.purpose'),
      ...REFUND('Lazada', 'not-received'),
      `confirms > refund-request.requested, ${NO_MORE}`,
    ],
    // What a guest gets who doesn't confirm who she is: a person who has all of it.
    person: [
      'open refund-request > refund-request.guest',
      'tap without-app > refund-request.order-number',
      'say DPT27110001, 150.000 > refund-request.when',
      'tap not-sure > refund-request.reason',
      'tap not-received > refund-request.person.details, _common.handoff-started',
    ],
  },
  'confirm-identity': {
    good: [
      'open failed-payment > failed-payment.what-happened',
      'tap find-it > confirm-identity.ask-contact',
      ...IDENTIFIED('failed-payment.which-payment'),
    ],
    person: ['open failed-payment > failed-payment.what-happened', 'tap find-it > confirm-identity.ask-contact', TO_PERSON],
  },
  'money-not-received': {
    good: [
      'open money-not-received > money-not-received.ask.kind',
      'tap find-it > confirm-identity.ask-contact',
      ...IDENTIFIED('money-not-received.which.open'),
      ...OVERDUE,
    ],
    person: [
      'open money-not-received > money-not-received.ask.kind',
      'say a transfer of 500k to BCA yesterday > money-not-received.person.facts, _common.handoff-started',
    ],
  },
  'security-tips': {
    good: [
      'open security-tips > security-tips.menu',
      'tap tips > security-tips.tip.list',
      'tap tip-two-factor > security-tips.tip.two-factor',
      `tap enough > security-tips.done, ${NO_MORE}`,
    ],
    person: ['open security-tips > security-tips.menu', 'tap scam > security-tips.scam', 'say {person} > _common.handoff-started'],
  },
  'rate-service': RATED,
  'account-compromised': {
    person: ['open account-compromised > account-compromised.what-happened', TO_PERSON],
    // What a guest gets: a request to freeze, which a person of the wallet confirms.
    good: [
      'open account-compromised > account-compromised.what-happened',
      'tap lost-phone > account-compromised.freeze',
      'tap no-app > account-compromised.ask-contact',
      'say {contact} > account-compromised.told.requested, account-compromised.advice, _common.handoff-started',
      ...BACK_SAFE,
    ],
  },
};

const ASKS_FOR_PERSON: Record<string, string> = { id: 'mau bicara sama petugas', zh: '转人工客服', en: 'i want to talk to a person' };

let browser: Browser;
let server: ServerProcess;
let cookie: string;
beforeAll(async () => {
  [browser, server] = await Promise.all([openBrowser(), createServerProcess()]);
  await server.start();
  const response = await fetch(`${server.url}/desk/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Origin': server.url },
    body: JSON.stringify({ email: 'sari@demo.test', password: 'demo' }),
  });
  cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await server?.dispose();
});

async function desk(path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${server.url}/desk/api${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'Content-Type': 'application/json', 'Cookie': cookie, 'Origin': server.url },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(response.ok, `${path}: ${response.status}`).toBe(true);
  return response.json();
}

async function inbox(view: 'waiting' | 'mine'): Promise<string[]> {
  const { conversations } = (await desk(`/inbox?view=${view}`)) as { conversations: { id: string }[] };
  return conversations.map(({ id }) => `/conversations/${encodeURIComponent(id)}`);
}

/** To the only one who waits, or whom the agent has. */
async function agent(verb: string): Promise<void> {
  const those = await inbox(verb === 'accept' ? 'waiting' : 'mine');
  expect(those).toHaveLength(1);
  await desk(`${those[0]}/${verb}`, {});
}

/** Also where a test has failed in the middle. */
async function clearDesk(): Promise<void> {
  for (const waiting of await inbox('waiting')) await desk(`${waiting}/accept`, {});
  for (const mine of await inbox('mine')) await desk(`${mine}/close`, {});
}

type Messages = Record<string, string>;

async function messagesOf(language: string, flow: string): Promise<Messages> {
  const file = await readFile(join(ROOT, 'locales', language, `${flow}.json`), 'utf8');
  return (JSON.parse(file) as { messages: Messages }).messages;
}

/** The longest run of a message's words that stands in every form of it. */
function wordsOf(message: string): string {
  let depth = 0;
  let outside = '';
  for (const character of message) {
    if (character === '{') depth += 1;
    outside += depth ? '\n' : character;
    if (character === '}') depth -= 1;
  }
  const longest = outside.split('\n').reduce((best, piece) => (piece.trim().length > best.length ? piece.trim() : best), '');
  if (longest.length < 2) throw new Error(`no words that always stand in: ${message}`);
  return longest;
}

async function textOf(language: string, key: string): Promise<string> {
  const [flow = '', ...rest] = key.split('.');
  const message = (await messagesOf(language, flow))[rest.join('.')];
  if (message === undefined) throw new Error(`no text ${key} in ${language}`);
  return wordsOf(message);
}

/** Its words on a button, in the topic she is in or in any. */
async function labelOf(language: string, flows: string[], choice: string): Promise<string> {
  for (const flow of [...flows, '_common']) {
    const label = (await messagesOf(language, flow))[`choice.${choice}`];
    if (label) return label;
  }
  throw new Error(`no choice ${choice} in ${language}`);
}

async function setsPassword(caller: Caller, contact: string): Promise<void> {
  // The phone shows what came for others, too.
  const arrival = caller.page.locator('.arrival', { hasText: contact.replace(/[ -]/g, '').slice(-8) }).first();
  const code = /\b\d{6}\b/.exec(await arrival.locator('.arrival-text').innerText())?.[0] ?? '';
  const opened = caller.page.context().waitForEvent('page');
  await caller.panel.locator('.group.bot a[target=_blank]').last().click();
  const secure = await opened;
  await secure.locator('[name=code]').fill(code);
  await secure.locator('[name=password]').fill('Baru-2026!x');
  await secure.locator('[name=confirmation]').fill('Baru-2026!x');
  await secure.locator('button[type=submit]').click();
  await secure.getByRole('status').waitFor();
}

async function go(caller: Caller, person: Person, path: Path): Promise<void> {
  const { language, contact, failed } = person;
  const values: Messages = {
    contact,
    failed: failed[0],
    advice: failed[1],
    person: ASKS_FOR_PERSON[language] ?? '',
    place: person === WEI ? '01' : '00',
  };
  let flows: string[] = [];
  for (const line of path) {
    const [does = '', hears = ''] = line.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '').split(' > ');
    const [verb, ...rest] = does.split(' ');
    const what = rest.join(' ');
    const keys = hears ? hears.split(', ') : [];
    const answers = await Promise.all(keys.map((key) => textOf(language, key)));
    const act = async () => {
      if (verb === 'open') return caller.say(OPENINGS[what]?.[language] ?? what);
      if (verb === 'say') return caller.say(what);
      if (verb === 'tap') return caller.tap(await labelOf(language, flows, what));
      if (verb === 'confirms') return caller.confirms();
      return verb === 'sets' ? setsPassword(caller, contact) : agent(what);
    };
    await caller.hearsAfter(act, ...answers);
    flows = [...new Set([...keys.map((key) => key.split('.')[0] ?? '').filter((flow) => flow !== '_common'), ...flows])];
  }
}

for (const person of [SINTA, WEI, GUEST]) {
  describe(`${person.name}, ${person.language}`, () => {
    for (const [flow, ends] of Object.entries(person.walletId ? VERIFIED : UNVERIFIED)) {
      for (const [end, path] of Object.entries(ends)) {
        it(`${flow}: ${end === 'good' ? 'to its good end' : 'to a person'}`, { timeout: 120_000 }, async () => {
          const caller = await call(browser, server.url, person.name, person.locale);
          try {
            await go(caller, person, path);
            if (end === 'person') await caller.panel.locator('.queue').waitFor();
            expect(await inbox('waiting')).toHaveLength(end === 'person' ? 1 : 0);
            expect(caller.errors).toEqual([]);
          } finally {
            await caller.close();
            await clearDesk();
          }
        });
      }
    }
  });
}
