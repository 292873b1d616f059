/** What she tells of the money in her own words, in Indonesian, Chinese or English. */
export type Told = {
  /** `transfer`, `incoming`, `top_up`, `withdrawal`, or empty. */
  kind: string;
  /** Whole rupiah; 0: she does not know; null: not told yet. */
  amount: number | null;
  /** Her words; `unknown`: she does not know. */
  when: string;
  counterparty: string;
};

export const NOTHING_TOLD: Told = { kind: '', amount: null, when: '', counterparty: '' };

/** The first that matches: "I was sent a transfer" is incoming. */
const KINDS: [string, RegExp][] = [
  ['incoming', /\b(sent|paid|owes|transferred) me\b|\bmy (salary|wages)\b|\b(gaji|upah|kiriman dari)|给我(转|打|汇)|工资/u],
  ['top_up', /\btop(ped|ping)?[ -]?up\b|\btopup\b|\bisi (ulang )?saldo\b|充值|充的/u],
  ['withdrawal', /\bwithdr[ae]w(al|n|ing)?\b|\bcash(ed)? out\b|\b(tarik|penarikan|pencairan|cair)\b|提现|提款|取现/u],
  [
    'transfer',
    /\btransfer(red|an|ed)?\b|\bmentransfer\b|\b(tf|trf)\b|\b(sent|send)\b|\b(kirim|ngirim|mengirim)\b|转账|转给|汇款|汇给|打给/u,
  ],
];

const UNITS: Record<string, number> = {
  'rb': 1e3,
  'ribu': 1e3,
  'k': 1e3,
  'thousand': 1e3,
  '千': 1e3,
  '万': 1e4,
  'jt': 1e6,
  'juta': 1e6,
  'm': 1e6,
  'million': 1e6,
  '百万': 1e6,
};
/** "Rp150rb", "1,5 juta", "15万", "500.000"; a bare number counts from four digits on, unless more follow as in a date or a phone. */
const AMOUNT =
  /(?<![a-z\d•/+-])(rp\.?\s?|idr\s?)?(\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d{1,2})?)(?:\s?(ribu|rb|k|thousand|juta|jt|million|m|百万|千|万)(?![a-z]))?(?![\d/:])/gu;

const PHONE = /(?:\+62|\b0)\d[\d\s-]{6,}\d/g;

const PART_OF_DAY = String.raw`pagi|siang|sore|malam|subuh`;
const MONTHS = String.raw`jan\p{L}*|feb\p{L}*|mar\p{L}*|apr\p{L}*|mei|may|jun\p{L}*|jul\p{L}*|agu\p{L}*|aug\p{L}*|sep\p{L}*|o[kc]t\p{L}*|nov\p{L}*|de[sc]\p{L}*`;
const WEEKDAYS = String.raw`senin|selasa|rabu|kamis|jumat|jum'at|sabtu|(?:mon|tues|wednes|thurs|fri|satur|sun)day`;
const MOMENTS = [
  String.raw`\b(?:today|yesterday|tonight|just now|last (?:night|week|month)|(?:this )?(?:morning|afternoon|evening|noon)|\d+ (?:min(?:ute)?s?|hours?|days?|weeks?) ago|at \d{1,2}(?:[:.]\d{2})?(?: ?[ap]m)?)\b`,
  String.raw`\b(?:hari ini|barusan|baru saja|kemarin(?: lusa)?|semalam|tadi|(?:minggu|bulan) lalu|\d+ (?:menit|jam|hari|minggu)(?: yang)? lalu|(?:jam|pukul) \d{1,2}(?:[:.]\d{2})?|${PART_OF_DAY})\b`,
  String.raw`\b(?:(?:last|on|hari) )?(?:${WEEKDAYS})(?: lalu)?\b`,
  String.raw`\b(?:\d{1,2} (?:${MONTHS})|(?:${MONTHS}) \d{1,2}|\d{1,2}/\d{1,2}(?:/\d{2,4})?|(?:tanggal|tgl) \d{1,2})\b`,
  String.raw`今天|昨天|前天|刚才|刚刚|今早|今晚|昨晚|早上|上午|中午|下午|晚上|上周[一二三四五六日天]?|(?:周|星期)[一二三四五六日天]|\d+(?:分钟|小时|天|周)(?:以?前)|\d{1,2}月\d{1,2}[日号]|\d{1,2}[日号]|\d{1,2}[点:]\d{0,2}分?`,
].join('|');
const WHEN = new RegExp(`(?:${MOMENTS})(?:[\\s,]*(?:${MOMENTS}))*`, 'iu');

/** After these words, up to a comma or a word that goes on with the story. */
const TO_WHOM = /(?:\b(?:to|from|ke|kepada|dari|untuk)\s+|转给|汇给|打给|转到|汇到|提到)([^|,.;!?，。！？、\n]{2,40})/iu;
const GOES_ON = /\s*(?:\b(?:but|and|has|have|is|isn't|hasn't|not|still|tapi|dan|belum|sudah|kok|yang|sampai)\b|还|没|但|的|了).*$/iu;
const HERSELF =
  /^(?:(?:my|the|your|saldo|akun|dompet|rekening) )?(?:account|balance|wallet|app|bank|me|saya|aku|saldo|akun|dompet|rekening|aplikasi|我|我的?钱包|余额)\b/iu;

const URGENT =
  /\b(?:urgent(?:ly)?|emergency|asap|hospital|surgery|medicine|rent|evict\w*|desperate|right now)\b|\b(?:darurat|mendesak|penting banget|rumah sakit|rs|operasi|obat|bayar kos|kontrakan|buru-buru|cepat|segera)\b|紧急|急用|很急|着急|急着|救命|医院|手术|房租|交租|快点/iu;

export function isUrgent(text: string): boolean {
  return URGENT.test(text.normalize('NFKC'));
}

export function readTold(text: string): Told {
  const said = text.normalize('NFKC').trim();
  const lower = said.toLowerCase();
  const when = WHEN.exec(said)?.[0] ?? '';
  const found = amountIn(lower.replace(when.toLowerCase(), '|').replace(PHONE, '|'));
  const rest = [when, found.words].reduce((left, words) => (words ? left.replace(new RegExp(escape(words), 'iu'), '|') : left), said);
  const counterparty = (TO_WHOM.exec(rest)?.[1] ?? '').replace(GOES_ON, '').trim();
  return {
    kind: KINDS.find(([, words]) => words.test(lower))?.[0] ?? '',
    amount: found.amount,
    when,
    counterparty: HERSELF.test(counterparty) ? '' : counterparty,
  };
}

/** She answers to whom it went, without a word around it. */
export function isName(text: string, intent: string): boolean {
  const said = text.trim();
  const short = intent === 'none' && said.split(/\s+/).length <= 3;
  return short && said.length <= 40 && /[\p{L}\d]{2}/u.test(said) && !/[?？]/.test(said);
}

/** What she told before stays, unless she says otherwise now. */
export function addTold(before: Told, now: Told): Told {
  return {
    kind: now.kind || before.kind,
    amount: now.amount ?? before.amount,
    when: now.when || before.when,
    counterparty: now.counterparty || before.counterparty,
  };
}

function amountIn(lower: string): { amount: number | null; words: string } {
  for (const [words, currency, digits = '', unit] of lower.matchAll(AMOUNT)) {
    const grouped = /^\d{1,3}(?:[.,]\d{3})+$/.test(digits);
    const number = grouped ? Number(digits.replace(/[.,]/g, '')) : Number(digits.replace(',', '.'));
    if (!currency && !unit && number < 1_000) continue;
    return { amount: Math.round(number * (UNITS[unit ?? ''] ?? 1)), words };
  }
  return { amount: null, words: '' };
}

function escape(words: string): string {
  return words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
