/**
 * Words that give a secret away, and words that show there is none, in every language at once: customers mix them.
 * All are folded (half width, lower case). Latin ones stand for whole words.
 */

/** Words parted by commas: some are two words. */
function list(words: string): string[] {
  return words.split(',').map((word) => word.trim());
}

/** "password", in the spellings that customers use. */
export const PASSWORD = list(`
  password, pass word, passwords, passwd, pasword, paswd, passwrod, passwort, paswot, pass, pwd, pw, psw, pswd,
  passphrase, passcode, kata sandi, katasandi, kata kunci, sandi, 密码, 密碼, 口令
`);
export const PIN = list(
  `pin, mpin, pincode, pin code, kode pin, nomor pin, no pin, pin码, pin碼, 支付密码, 支付密碼, 交易密码, 提现密码, 取款密码`,
);
/** Surely a one-time code. */
export const CODE = list(`
  otp, kode otp, otp code, one time password, one-time password, one time code, one-time code, verification code,
  confirmation code, login code, sms code, auth code, authentication code, kode verifikasi, kode konfirmasi,
  kode rahasia, kode sms, kode masuk, kode login, kode reset, reset code, token reset, 验证码, 驗證碼, 校验码, 校驗碼, 动态码, 动态密码,
  短信码, 确认码
`);
/** A code of some kind; a one-time code when digits follow directly. */
export const MAYBE_CODE = list(`code, kode, kodenya, 代码`);
export const CVV = list(`
  cvv, cvv2, cvc, cvc2, cid, kode cvv, kode cvc, cvv code, security code, card security code, kode keamanan,
  3 digit belakang, tiga digit belakang, 卡背面三位, 安全码
`);
export const CARD = list(`card, kartu, kredit, debit, atm, credit, visa, mastercard, gpn, 卡号, 卡號, 银行卡, 信用卡`);
export const NIK = list(`nik, ktp, no ktp, nomor ktp, e-ktp, ektp, nomor induk kependudukan, kk, 身份证, 身份證`);

/** Whose it is, after its name: "password saya". */
export const OWNERS = list(`saya, aku, gw, gue, gua, sy, ku, ak`);
/** May stand between a secret's name and the secret. */
export const FILLERS = list(`
  nya, anda, kamu, my, the, your, akun, account, wallet, dompet, login, lama, baru, old, new, current, sekarang,
  asli, yang, yg, rahasia, number, nomor, nomer, no, i got, i received, received, i use, i used, i set, i chose, masuk, dikirim, dapat, sms,
  dari sms, kak, min, ya, 我的, 我, 的, 新, 旧, 原, 收到
`);
/** "is": what follows is the secret, or a word about it. */
export const COPULAS = list(`is, was, adalah, ialah, yaitu, yakni, it's, 就是, 是, 为, 為`);
/** "is" of looser kinds, after which a plain word is hardly the secret. */
export const LOOSE_COPULAS = list(`itu, ini, jadi, its, are`);
/** From one password to the next: "yang baru Abc123". */
export const CHAIN = list(`
  yang, yg, baru, lama, new, old, dan, and, or, atau, jadi, ke, to, bukan, not, then, lalu, terus, one, is, the, 和,
  或, 新, 旧, 的, 是, 改成
`);

/** Beside "code" these make it no secret: "promo code", "kode pos". */
export const OTHER_CODES = list(`
  promo, promosi, voucher, kupon, coupon, referral, referal, undangan, invite, invitation, pos, zip, postal, area,
  country, negara, bank, error, eror, transaksi, transaction, booking, pesanan, order, invoice, tagihan, pembayaran,
  payment, bayar, qr, qris, resi, tracking, tiket, ticket, produk, product, toko, merchant, swift, source, bar,
  dress, status, unik, va, reference, referensi, ref, discount, diskon, member, customer, pelanggan, user, cabang,
  branch, 优惠, 邮政, 错误, 国家, 订单, 区号
`);
/** Before digits these make them something else: money, times, orders, counts. */
export const OTHER_NUMBERS = list(`
  rp, idr, usd, saldo, balance, sebesar, nominal, jumlah, amount, total, senilai, seharga, harga, price, topup,
  top up, transfer, bayar, paid, pay, refund, fee, biaya, limit, order, pesanan, transaksi, transaction, trx,
  invoice, inv, ref, reference, referensi, tiket, ticket, resi, booking, kasus, case, laporan, rekening,
  account number, va, id, nomor va, hp, wa, whatsapp, telp, telepon, phone, ponsel, handphone, nomor hp, no hp,
  tahun, year, sejak, since, tanggal, tgl, date, jam, pukul, berakhiran, akhiran, ending, ends in, ending in, last,
  ke, to, pos, zip, error, promo, voucher, di, at, 订单, 订单号, 交易, 金额, 余额, 充值, 转账, 退款, 尾号, 手机, 手机号, 电话, 号码, 元, 年, 工单, 单号
`);
/** After digits these make them an amount or a count. */
export const UNITS = list(`
  rb, ribu, k, jt, juta, m, rupiah, perak, usd, dollar, dolar, kali, x, times, digit, digits, angka, karakter,
  characters, chars, huruf, menit, minutes, minute, min, mins, jam, hours, detik, seconds, hari, days, bulan, months,
  tahun, years, persen, 元, 块, 万, 次, 位, 分钟, 小时, 天, 个, 年, 月, 日, 号
`);

/** After a password's name these tell about it and are not it; verbs with a prefix or ending are told by their form. */
export const NOT_PASSWORDS = list(`
  wrong, incorrect, invalid, not, isn't, isnt, never, no, expired, forgotten, forgot, lost, gone, weak, strong, safe,
  secure, unsafe, correct, right, ok, okay, fine, good, bad, old, new, same, different, long, short, too, very,
  really, still, already, always, now, just, also, so, stuck, broken, fail, fails, error, false, true, unknown,
  public, private, secret, hidden, stolen, what, why, how, where, when, which, who, a, an, the, my, your, it, this,
  that, in, on, at, to, of, for, from, with, by, as, and, or, but, because, since, after, before, if, please, pls,
  help, again, reset, change, link, email, mail, sms, page, screen, field, box, app, login, log, sign, does, do, did,
  has, have, had, can, cannot, can't, cant, could, will, won't, would, should, must, may, might, was, were, is, are,
  be, been, yet, there, here, me, i, you, we, they, thanks, thank, sorry, unavailable, complicated, difficult, hard,
  easy, case, sensitive, mandatory, optional, empty, missing, ready, fake, simple, manager, policy, protection,
  problem, issue, issues, trouble, rules, requirements, minimum, min, max, none, null, blank, asap, out, off, up,
  down, done, over, compromised, hacked, leaked, known, inside, impossible, useless, outdated, everywhere, somewhere,
  important, necessary, compulsory, confidential, personal, visible, strange, weird, unique, terrible, acceptable,
  unacceptable, crazy, changeable, unusable, usable, meaningless, identical, similar, temporary, permanent,
  automatic, random, longer, shorter, stronger, weaker, mine, yours, ours, enough, bogus, anymore, either, only,
  facebook, google, gmail, salah, benar, bener, betul, lupa, hilang, ilang, bocor, lemah, kuat, aman, lama, baru,
  sama, beda, panjang, pendek, susah, sulit, gampang, mudah, gagal, eror, rusak, kosong, ketuker, ketahuan, tidak,
  tdk, gak, ga, gk, nggak, ngga, enggak, bukan, belum, blm, belom, sudah, udah, udh, sdh, masih, lagi, terus, selalu,
  mulu, trus, juga, aja, saja, doang, dong, deh, sih, nih, tuh, kok, lah, kak, kaka, kakak, mimin, admin, gan, sis,
  bro, bang, mas, mbak, mba, pak, bu, om, ya, yaa, yah, apa, mana, gimana, gmn, bagaimana, kenapa, knp, kapan, siapa,
  berapa, dimana, apakah, yang, yg, dan, atau, tapi, tp, karena, krn, karna, kalau, kalo, klo, untuk, utk, buat,
  dari, dr, di, ke, dengan, dgn, pada, oleh, saat, waktu, pas, biar, supaya, padahal, soalnya, saya, aku, gw, gue,
  kamu, anda, dia, kami, kita, mereka, itu, ini, mau, ingin, pengen, bisa, bs, harus, boleh, tolong, tlg, bantu,
  minta, ganti, ubah, hapus, atur, kirim, masuk, keluar, pakai, pake, akun, aplikasi, nomor, hp, kode, pin, otp,
  huruf, angka, karakter, minimal, maksimal, valid, cocok, sesuai, kedaluwarsa, kadaluarsa, kadaluwarsa, ngaco, aneh,
  rahasia, penting, wajib, kena, tau, tahu, ingat, inget, habis, kurang, sering, kemarin, tadi, sekarang, besok,
  makasih, muncul, jelek, bagus, gada, ada, nyangkut, macet, ribet, typo, ngawur, keliru, ngadat, lemot, asal, acak,
  standar, default, nomer, tanggal, lahir
`);
/** After "password:" a single word is the password, whatever it means, unless it is one of these. */
export const NOT_AFTER_COLON = list(`
  salah, wrong, lupa, forgot, forgotten, error, eror, invalid, incorrect, expired, hilang, lost, gagal, failed, no,
  yes, tidak, gak, ga, belum, none, n/a, reset, help, tolong, please, blocked, locked
`);
/** Chinese: what begins so tells about the password. */
export const NOT_PASSWORDS_HAN =
  /^[错錯不忘没沒无無对對正怎什多哪谁誰为為被锁鎖过過太很还還已有重找改修设設登输輸记記可能要需请請吗嗎呢了失异異弱强強泄]/u;

/** Words of a request: in "reset password saya kak" no password follows. */
export const REQUESTS = list(`
  lupa, ganti, ubah, reset, atur, buat, bikin, pulihkan, minta, mengganti, mengubah, setel, ingat, inget, forgot,
  forget, forgotten, change, changing, update, recover, restore, remember, lost, create, set, need, want, wrong,
  about, soal, tentang, masalah, kirim, send, cara, how, gimana, what, apa, kenapa, why, whose
`);

/** Around a bare code: "482913 kak", "ini 482913". */
export const CODE_COMPANY = list(`
  ini, itu, nih, kak, min, ya, iya, kodenya, code, kode, otp, pin, please, pls, this, is, it, it's, its, here, the,
  my, ok, oke, 这是, 是, 这个
`);

/** Between a secret's name and the end of a message, where the secret itself is to follow in the next one. */
export const TAIL = list(`
  apa, apa ya, ya, yaa, nih, ni, ini, sbb, berikut, sebagai berikut, kak, min, dong, as follows, below, here, here it is,
  this, please, pls, 如下, 呢, 吗, 哈, 啊
`);
/** Single words that answer or ask for something, and are no password that was just announced. */
export const TALK = list(`
  halo, hallo, hai, hi, hello, hey, test, tes, siap, baik, oke, okay, ok, yes, no, nope, yup, iya, tidak, agent, agen,
  admin, cs, petugas, orang, human, person, manusia, operator, batal, cancel, kembali, back, menu, bantuan, whatsapp,
  wa, sms, email, telepon, telpon, selesai, done, stop, lanjut, continue, permisi, maaf, terima, thanks, thank, thx,
  nothing, indonesia, english, refund, transfer, saldo, balance, status, sebentar, bentar, wait, tunggu, reset, cara,
  skip, lupa, nanti, later, jangan, dont, don't, never, next, sudah, belum, chinese, mandarin, order, pesanan, trx,
  transaksi, invoice, nomor, rp, idr
`);
/** The same in Chinese, anywhere before the name: "忘记密码". */
export const REQUESTS_HAN = /忘|改|换|換|找回|重置|重设|重設|丢|怎么|怎麼|如何/u;
