/** To a colleague, or back into a team's queue. */
import { useEffect, useState } from 'preact/hooks';
import { call } from '../api.ts';
import type { Agent } from '../shapes.ts';
import { act } from '../state/actions.ts';
import { t } from '../texts.ts';
import { Modal, ModalButtons } from './modal.tsx';

interface Colleague {
  id: string;
  name: string;
  online: boolean;
}

const TEAM = '';

export function TransferDialog({ shown, id, agent, onClose }: { shown: boolean; id: string; agent: Agent; onClose: () => void }) {
  const [colleagues, setColleagues] = useState<Colleague[]>([]);
  const [to, setTo] = useState(TEAM);

  useEffect(() => {
    if (!shown) return;
    call<{ agents: Colleague[] }>('GET', '/agents').then(
      ({ agents }) => setColleagues(agents.filter((colleague) => colleague.id !== agent.id)),
      // The queue is offered all the same.
      () => setColleagues([]),
    );
  }, [shown, agent.id]);

  return (
    <Modal shown={shown} title={t('transfer.title')} onClose={onClose}>
      <p>{t('transfer.lead')}</p>
      <label class="field">
        <span>{t('transfer.to')}</span>
        <select value={to} onChange={(event) => setTo(event.currentTarget.value)}>
          <option value={TEAM}>{t('transfer.team')}</option>
          {colleagues.map(({ id: colleagueId, name, online }) => (
            <option key={colleagueId} value={colleagueId}>
              {online ? name : t('transfer.busy', { name })}
            </option>
          ))}
        </select>
      </label>
      <ModalButtons
        label={t('transfer.submit')}
        onClose={onClose}
        onConfirm={() => void act('transfer', id, to === TEAM ? { team: 'general' } : { agentId: to })}
      />
    </Modal>
  );
}
