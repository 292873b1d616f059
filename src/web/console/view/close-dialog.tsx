import { act } from '../state/actions.ts';
import { t } from '../texts.ts';
import { Modal, ModalButtons } from './modal.tsx';

export function CloseDialog({ shown, id, onClose }: { shown: boolean; id: string; onClose: () => void }) {
  return (
    <Modal shown={shown} title={t('close.title')} onClose={onClose}>
      <p>{t('close.lead')}</p>
      <ModalButtons label={t('close.submit')} onClose={onClose} onConfirm={() => void act('close', id)} />
    </Modal>
  );
}
