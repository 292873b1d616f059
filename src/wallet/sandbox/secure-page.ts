/** The wallet's own page for the code and the new password: what the bot never takes. */
import type { HttpRequest, HttpResponse, Route } from '../../ports/http.ts';
import { page } from './html.ts';
import type { Attempt, Resets } from './resets.ts';

interface Words {
  title: string;
  lead: string;
  code: string;
  password: string;
  rules: string;
  again: string;
  save: string;
  done: string;
  doneLead: string;
  login: string;
  loginLead: string;
  contact: string;
  errors: Record<Exclude<Attempt, 'completed'>, string>;
}

const WORDS: Record<string, Words> = {
  id: {
    title: 'Buat kata sandi baru',
    lead: 'Masukkan kode yang kami kirim, lalu buat kata sandi baru.',
    code: 'Kode 6 angka',
    password: 'Kata sandi baru',
    rules: 'Minimal 8 karakter, dengan huruf besar dan kecil, angka, dan simbol.',
    again: 'Ulangi kata sandi baru',
    save: 'Simpan kata sandi',
    done: 'Kata sandi sudah diganti',
    doneLead: 'Anda bisa kembali ke percakapan, atau langsung masuk.',
    login: 'Masuk',
    loginLead: 'Ini halaman masuk dompet contoh. Di sini tidak ada yang perlu diisi.',
    contact: 'Nomor HP atau email',
    errors: {
      'wrong-code': 'Kodenya tidak cocok. Periksa lagi pesan terakhir dari kami.',
      'weak-password': 'Kata sandi ini belum cukup kuat.',
      mismatch: 'Kedua kata sandi tidak sama.',
      expired: 'Kode ini sudah kedaluwarsa. Minta kode baru di percakapan.',
      too_many_attempts: 'Kode salah terlalu sering. Minta kode baru di percakapan.',
      gone: 'Halaman ini tidak berlaku lagi.',
    },
  },
  en: {
    title: 'Choose a new password',
    lead: 'Enter the code we sent you, then choose a new password.',
    code: '6-digit code',
    password: 'New password',
    rules: 'At least 8 characters, with upper and lower case letters, a digit and a special character.',
    again: 'New password once more',
    save: 'Save password',
    done: 'Your password has been changed',
    doneLead: 'You can go back to the chat, or log in right away.',
    login: 'Log in',
    loginLead: 'This is the log-in page of an example wallet. There is nothing to fill in.',
    contact: 'Phone number or email',
    errors: {
      'wrong-code': 'That code doesn’t match. Please check our latest message.',
      'weak-password': 'This password isn’t strong enough yet.',
      mismatch: 'The two passwords aren’t the same.',
      expired: 'This code has expired. Ask for a new one in the chat.',
      too_many_attempts: 'The code was wrong too often. Ask for a new one in the chat.',
      gone: 'This page is no longer valid.',
    },
  },
  zh: {
    title: '设置新密码',
    lead: '请输入我们发送的验证码，然后设置新密码。',
    code: '6 位验证码',
    password: '新密码',
    rules: '至少 8 个字符，同时包含大小写字母、数字和特殊符号。',
    again: '再次输入新密码',
    save: '保存密码',
    done: '密码已修改',
    doneLead: '您可以回到对话，也可以直接登录。',
    login: '登录',
    loginLead: '这是示例钱包的登录页，无需填写。',
    contact: '手机号或邮箱',
    errors: {
      'wrong-code': '验证码不正确，请查看最新一条消息。',
      'weak-password': '这个密码还不够安全。',
      mismatch: '两次输入的密码不一致。',
      expired: '验证码已过期，请在对话中重新获取。',
      too_many_attempts: '验证码错误次数过多，请在对话中重新获取。',
      gone: '此页面已失效。',
    },
  },
};

const FINAL: Attempt[] = ['expired', 'too_many_attempts', 'gone'];

export function securePageRoutes(basePath: string, resets: Resets): Route[] {
  const path = `${basePath}/reset/:token`;
  return [
    {
      method: 'GET',
      path,
      async handle(request) {
        const row = resets.open(request.params.token ?? '');
        if (!row) return show(request, 'gone');
        return show(request, row.status === 'sent' || row.status === 'opened' ? undefined : row.status);
      },
    },
    {
      method: 'POST',
      path,
      bodyType: 'raw',
      maxBytes: 8 * 1024,
      async handle(request) {
        const form = new URLSearchParams(request.raw.toString('utf8'));
        const field = (name: string) => form.get(name) ?? '';
        const code = field('code').normalize('NFKC').replace(/\s/g, '');
        return show(request, resets.attempt(request.params.token ?? '', code, field('password'), field('confirmation')));
      },
    },
    {
      method: 'GET',
      path: `${basePath}/login`,
      async handle(request) {
        const { lang, words } = wordsFor(request);
        return page({ basePath, lang, title: words.login, body: `<h1>${words.login}</h1><p class="card">${words.loginLead}</p>` });
      },
    },
  ];

  function show(request: HttpRequest, outcome: Attempt | undefined): HttpResponse {
    const { lang, words } = wordsFor(request);
    if (outcome === 'completed') {
      const body = `<h1>${words.done}</h1><p role="status">${words.doneLead}</p><a class="button" href="${basePath}/login">${words.login}</a>`;
      return page({ basePath, lang, title: words.done, body });
    }
    const problem = outcome && `<p class="error" role="alert">${words.errors[outcome]}</p>`;
    const status = outcome === 'gone' ? 404 : outcome ? 422 : 200;
    if (outcome && FINAL.includes(outcome))
      return page({ basePath, lang, title: words.title, body: `<h1>${words.title}</h1>${problem}`, status });
    const body = `<h1>${words.title}</h1><p>${words.lead}</p>${problem ?? ''}<form method="post">
<label for="code">${words.code}</label><input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required>
<label for="password">${words.password}</label><input id="password" name="password" type="password" autocomplete="new-password" aria-describedby="rules" required><p class="hint" id="rules">${words.rules}</p>
<label for="confirmation">${words.again}</label><input id="confirmation" name="confirmation" type="password" autocomplete="new-password" required>
<button type="submit">${words.save}</button></form>`;
    return page({ basePath, lang, title: words.title, body, status });
  }
}

function wordsFor(request: HttpRequest): { lang: string; words: Words } {
  const wished = [request.query.get('lang'), ...(request.headers['accept-language'] ?? '').split(',')];
  for (const tag of wished) {
    const lang = tag?.trim().slice(0, 2).toLowerCase() ?? '';
    const words = WORDS[lang];
    if (words) return { lang, words };
  }
  return { lang: 'id', words: WORDS.id as Words };
}
