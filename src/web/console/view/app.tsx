import { useEffect } from 'preact/hooks';
import { counts } from '../state/inbox.ts';
import { checkSession, session } from '../state/session.ts';
import { t } from '../texts.ts';
import { Desk } from './desk.tsx';
import { Mark } from './icons.tsx';
import { SignIn } from './sign-in.tsx';
import { Trouble } from './states.tsx';

export function App() {
  const current = session.value;
  const { waiting } = counts.value;

  useEffect(() => {
    document.title = waiting ? `(${waiting}) ${t('app')}` : t('app');
  }, [waiting]);

  switch (current.kind) {
    case 'unknown':
      return (
        <main class="alone">
          <p class="waking" role="status">
            <Mark />
            <span class="unseen">{t('side.loading')}</span>
          </p>
        </main>
      );
    case 'unreachable':
      return (
        <main class="alone">
          <Trouble text={t('error.network')} onRetry={() => void checkSession()} />
        </main>
      );
    case 'out':
      return <SignIn ended={current.ended} />;
    case 'in':
      return <Desk agent={current.agent} />;
  }
}
