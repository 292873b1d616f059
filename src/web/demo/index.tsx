/** The demo: a small wallet with the widget in it, and the customer's phone beside it. */
import { effect } from '@preact/signals';
import { render } from 'preact';
import { locale, t, watchPhone } from './state.ts';
import { Page } from './page.tsx';
import { embedWidget } from './widget.ts';

effect(() => {
  document.documentElement.lang = locale.value;
  document.title = t('title');
});

const place = document.getElementById('app');
if (place) render(<Page />, place);
embedWidget();
void watchPhone();
