/** What stands in the bot's menu, and what it says for her when she taps it. */
import type { Logger } from 'pino';
import type { Texts } from '../../core/render.ts';
import type { TelegramApi } from './api.ts';

const COMMANDS: Record<string, { says: string; menu?: string }> = {
  start: { says: '_common.command.hello' },
  help: { says: '_common.command.hello', menu: '_common.command.help' },
  human: { says: '_common.choice.human', menu: '_common.choice.human' },
  cancel: { says: '_common.choice.cancel', menu: '_common.choice.cancel' },
};

/** Undefined: it is what it says. What follows a command, such as the parameter of a deep link, is left out. */
export function commandIn(text: string): string | undefined {
  const name = /^\/([a-z]+)(?:@\w+)?(?:\s|$)/i.exec(text.trim())?.[1]?.toLowerCase();
  return name !== undefined && Object.hasOwn(COMMANDS, name) ? name : undefined;
}

/** The commands that a new customer is welcomed for. */
export function opens(command: string): boolean {
  return command === 'start' || command === 'help';
}

/** In her language. */
export function wordsOf(command: string, locale: string, texts: Texts): string {
  return texts.format(locale, COMMANDS[command]?.says ?? '');
}

/** In every language we have, and in the usual one for everybody else. */
export async function publishCommands(api: TelegramApi, texts: Texts, log: Logger): Promise<void> {
  const menuIn = (locale: string) =>
    Object.entries(COMMANDS).flatMap(([command, { menu }]) => (menu ? [{ command, description: texts.format(locale, menu) }] : []));
  const usual = { commands: menuIn(texts.match(undefined)) };
  const others = texts.locales.map((locale) => ({ commands: menuIn(locale), language_code: locale }));
  for (const menu of [usual, ...others]) {
    const { status } = await api.call('setMyCommands', menu);
    if (status !== 200) return log.warn({ status }, 'telegram: the menu of commands could not be set');
  }
}
