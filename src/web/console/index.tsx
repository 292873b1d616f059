/** The agents' console. */
import { render } from 'preact';
import { startLive } from './state/live.ts';
import { checkSession } from './state/session.ts';
import { applySettings } from './state/settings.ts';
import { App } from './view/app.tsx';

const place = document.getElementById('app');
if (place) render(<App />, place);
applySettings();
startLive();
void checkSession();
