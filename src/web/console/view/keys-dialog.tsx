import { setSingleKeys, singleKeys } from '../state/settings.ts';
import { t, type DeskText } from '../texts.ts';
import { SEND_KEYS } from './keys.ts';
import { Modal } from './modal.tsx';

const KEYS: [keys: string[], text: DeskText][] = [
  [['J', '↓'], 'keys.next'],
  [['K', '↑'], 'keys.previous'],
  [['1', '2', '3'], 'keys.views'],
  [['A'], 'keys.accept'],
  [['R'], 'keys.reply'],
  [['N'], 'keys.note'],
  [[SEND_KEYS], 'keys.send'],
  [['Esc'], 'keys.leave'],
  [['?'], 'keys.help'],
];

export function KeysDialog({ shown, onClose }: { shown: boolean; onClose: () => void }) {
  return (
    <Modal shown={shown} title={t('keys.title')} onClose={onClose}>
      <dl class="keys">
        {KEYS.map(([keys, text]) => (
          <div key={text}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input type="checkbox" checked={singleKeys.value} onChange={(event) => setSingleKeys(event.currentTarget.checked)} />
        <span>
          {t('keys.single')}
          <small>{t('keys.single.hint')}</small>
        </span>
      </label>
      <div class="buttons">
        <button type="button" class="button primary" onClick={onClose}>
          {t('done')}
        </button>
      </div>
    </Modal>
  );
}
