/** Back to the bot: where it stopped, or at a step that the agent picks. */
import { useState } from 'preact/hooks';
import type { FlowView } from '../shapes.ts';
import { act } from '../state/actions.ts';
import { t } from '../texts.ts';
import { Modal, ModalButtons } from './modal.tsx';

export function ReturnDialog({ shown, id, flow, onClose }: { shown: boolean; id: string; flow: FlowView | null; onClose: () => void }) {
  const [state, setState] = useState('');
  const steps = flow?.trail ?? [];
  return (
    <Modal shown={shown} title={t('return.title')} onClose={onClose}>
      <p>{t('return.lead')}</p>
      {steps.length > 0 && (
        <label class="field">
          <span>{t('return.where')}</span>
          <select value={state} onChange={(event) => setState(event.currentTarget.value)}>
            <option value="">{t('return.here')}</option>
            {steps.map((step) => (
              <option key={step.state} value={step.state}>
                {step.title}
              </option>
            ))}
          </select>
        </label>
      )}
      <ModalButtons label={t('return.submit')} onClose={onClose} onConfirm={() => void act('return', id, state ? { state } : {})} />
    </Modal>
  );
}
