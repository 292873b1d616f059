import type { Agent } from '../shapes.ts';
import { tell } from '../state/notice.ts';
import { signOut } from '../state/session.ts';
import { setTheme, type Theme, theme } from '../state/settings.ts';
import { t } from '../texts.ts';
import { Icon } from './icons.tsx';
import { LanguageField } from './sign-in.tsx';
import { initials } from './words.ts';

const THEMES: Theme[] = ['system', 'light', 'dark'];

export function AgentMenu({ agent, onKeys }: { agent: Agent; onKeys: () => void }) {
  return (
    <>
      <button type="button" class="who" popovertarget="agent-menu" aria-label={t('menu', { name: agent.name })}>
        <span class="avatar" aria-hidden="true" data-initials={initials(agent.name)} />
        <span class="who-name">{agent.name}</span>
        <Icon name="down" size={16} />
      </button>
      <div id="agent-menu" popover="auto" class="menu">
        <p class="menu-head">
          <strong>{agent.name}</strong>
          <span>{agent.email}</span>
        </p>
        <LanguageField />
        <label class="field row">
          <span>{t('menu.theme')}</span>
          <select value={theme.value} onChange={(event) => setTheme(event.currentTarget.value as Theme)}>
            {THEMES.map((name) => (
              <option key={name} value={name}>
                {t(`theme.${name}`)}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          class="button plain"
          onClick={() => {
            document.getElementById('agent-menu')?.hidePopover();
            onKeys();
          }}
        >
          {t('menu.keys')} <kbd>?</kbd>
        </button>
        <button type="button" class="button plain" onClick={() => void signOut().catch(tell)}>
          {t('menu.signout')}
        </button>
      </div>
    </>
  );
}
