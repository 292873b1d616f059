/** The HTTP side of the Bot API: https://core.telegram.org/bots/api#making-requests. */
import type { Answer, Call, Requests } from '../provider.ts';
import type { Bot } from './bot.ts';
import { METHODS, SENDS } from './methods.ts';
import { describe, type Params, readParams } from './params.ts';
import { failure, Refusal, tooMany } from './refusal.ts';

export function openApi(bot: Bot, requests: Requests) {
  async function answer(call: Call): Promise<Answer> {
    const [, folder = '', token = '', rest = ''] = /^\/(file\/)?bot([^/]+)\/(.+)$/.exec(call.path) ?? [];
    const params = await readParams(call).catch((error: unknown) => error as Error);
    requests.push({
      method: call.method,
      path: token === '' ? call.path : call.path.replace(token, '<token>'),
      body: params instanceof Error ? call.body.toString() : describe(params),
      at: bot.clock.now(),
    });
    if (token === '') return new Refusal(404, 'Not Found').answer();
    if (!/^\d+:[\w-]+$/.test(token)) return new Refusal(401, 'Unauthorized: invalid token specified').answer();
    if (token !== bot.token || bot.faults.expired()) return new Refusal(401, 'Unauthorized').answer();
    if (folder) return bot.files.download(rest);
    if (!['GET', 'POST'].includes(call.method)) return new Refusal(405, 'Method Not Allowed').answer();
    if (params instanceof Error) return params instanceof Refusal ? params.answer() : Promise.reject(params);
    return perform(rest.toLowerCase(), params);
  }

  async function perform(name: string, params: Params): Promise<Answer> {
    const method = METHODS[name];
    const fault = SENDS.includes(name) ? bot.faults.next() : undefined;
    if (fault?.kind === 'limit') return tooMany(fault.seconds).answer();
    if (fault?.kind === 'fail') return failure(fault.status).answer();
    try {
      if (!method) throw new Refusal(404, 'Not Found');
      const result = await method(bot, params);
      return { status: 200, body: { ok: true, result }, lost: fault?.kind === 'lose' };
    } catch (error) {
      if (error instanceof Refusal) return error.answer();
      throw error;
    }
  }

  return {
    answer,

    /** A webhook may answer with a method: https://core.telegram.org/bots/api#making-requests-when-getting-updates. */
    async fromWebhook(response: Response): Promise<void> {
      const said: unknown = await response
        .clone()
        .json()
        .catch(() => undefined);
      if (typeof said !== 'object' || said === null || !('method' in said) || typeof said.method !== 'string') return;
      const { method, ...fields } = said;
      requests.push({ method: 'POST', path: `/bot<token>/${method}`, body: fields, at: bot.clock.now() });
      await perform(method.toLowerCase(), { fields, files: {} });
    },
  };
}
