import { act } from '../state/actions.ts';
import { t } from '../texts.ts';
import { Modal } from './modal.tsx';

export function CloseDialog({ shown, id, onClose }: { shown: boolean; id: string; onClose: () => void }) {
  return (
    <Modal shown={shown} title={t('close.title')} onClose={onClose}>
      <p>{t('close.lead')}</p>
      <div class="buttons">
        <button type="button" class="button" onClick={onClose}>
          {t('cancel')}
        </button>
        <button
          type="button"
          class="button primary"
          onClick={() => {
            onClose();
            void act('close', id);
          }}
        >
          {t('close.submit')}
        </button>
      </div>
    </Modal>
  );
}
