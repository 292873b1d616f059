/** Embeds the widget as any wallet's page does, and tells it who signs in. */
import { effect } from '@preact/signals';
import { customerId, customerToken, locale, t } from './state.ts';

interface Widget {
  open(draft?: string): void;
  identify(customerToken?: string, locale?: string): void;
}

const COLOR = '#a83f26';
/** Opens the console signed in. */
export const CONSOLE = '/desk/?demo=sari@demo.test';

const widget = () => (window as { Estafet?: Widget }).Estafet;

export function openChat(draft?: string): void {
  widget()?.open(draft);
}

export function embedWidget(): void {
  let turn = 0;
  let script: HTMLScriptElement | undefined;
  effect(() => {
    const id = customerId.value;
    const language = locale.value;
    const mine = ++turn;
    const away = `${t('agent.nobody')} ${location.origin}${CONSOLE}`;
    void (async () => {
      const token = await customerToken(id).catch(() => undefined);
      if (mine !== turn) return;
      if (script) {
        script.dataset.away = away;
        return widget()?.identify(token, language);
      }
      script = document.createElement('script');
      script.src = '/widget.js';
      script.async = true;
      Object.assign(script.dataset, { locale: language, color: COLOR, away, ...(token && { customerToken: token }) });
      document.body.append(script);
    })();
  });
}
