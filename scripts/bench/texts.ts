/** What customers write: never the same text twice, so that nothing can be remembered from before. */

const PLACES = ['di Bandung', 'di kantor', 'dari rumah', 'waktu di jalan', 'di Surabaya', 'tadi pagi', 'barusan', 'semalam', 'di stasiun'];
const THINGS = ['pulsa', 'token listrik', 'tiket kereta', 'belanjaan', 'makan siang', 'air minum', 'parkir', 'obat', 'bensin'];
const SYLLABLES = ['ra', 'wi', 'ka', 'to', 'mu', 'sa', 'le', 'no', 'di', 'pe', 'gu', 'ha', 'ji', 'bo', 'ma', 'tu'];

let written = 0;

/** Since the start. */
function unusedName(): string {
  let left = (written += 1);
  let name = '';
  do {
    name += SYLLABLES[left % SYLLABLES.length];
    left = Math.floor(left / SYLLABLES.length);
  } while (left > 0);
  return `${name}ndo`;
}

function oneOf(words: string[]): string {
  return words[Math.floor(Math.random() * words.length)] ?? '';
}

export function freshText(): string {
  return `pembayaran saya gagal terus ${oneOf(PLACES)}, padahal mau bayar ${oneOf(THINGS)} ${unusedName()}`;
}

export interface Line {
  text: string;
  /** Message key of the bot's answer. */
  expect: string;
}

/** A chat that goes round and round: two of five lines are free text, two are typed answers, one is a tap. */
const ROUND: (() => Line)[] = [
  () => ({ text: freshText(), expect: 'failed-payment.what-happened' }),
  () => ({ text: `sepertinya jaringan ${oneOf(PLACES)} kurang bagus, ${unusedName()}`, expect: 'failed-payment.advice.network' }),
  () => ({ text: `sudah bisa sekarang untuk ${oneOf(THINGS)} ${unusedName()}`, expect: 'failed-payment.done' }),
  () => ({ text: `kapan ${unusedName()} ${oneOf(PLACES)} buka cabang ${oneOf(THINGS)}`, expect: '_common.not-understood' }),
  () => ({ text: 'Pembayaran gagal', expect: 'failed-payment.what-happened' }),
];

/** Of one round. */
export const LINES = ROUND.length;

/** @param place how many lines she has written before */
export function lineOf(place: number): Line {
  const write = ROUND[place % ROUND.length] as () => Line;
  return write();
}
