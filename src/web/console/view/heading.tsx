/** Who it is and how it stands, with what can be done about it. */
import { useState } from 'preact/hooks';
import type { Agent, ConversationItem, FlowView } from '../shapes.ts';
import { act, busy } from '../state/actions.ts';
import { showDetails, showList } from '../state/route.ts';
import { t } from '../texts.ts';
import { Channel } from './channel.tsx';
import { CloseDialog } from './close-dialog.tsx';
import { Icon } from './icons.tsx';
import { ReturnDialog } from './return-dialog.tsx';
import { TransferDialog } from './transfer-dialog.tsx';
import { customerName, followUpText, isMine, statusKind, statusText } from './words.ts';

/** Where the conversation itself can't be shown, and so has no heading. */
export function WayBack() {
  return (
    <header class="heading only-narrow">
      <button type="button" class="icon-button" aria-label={t('back')} onClick={showList}>
        <Icon name="back" />
      </button>
    </header>
  );
}

type DialogName = 'return' | 'transfer' | 'close';

export function Heading({ item, flow, agent }: { item: ConversationItem; flow: FlowView | null; agent: Agent }) {
  const [dialog, setDialog] = useState<DialogName | undefined>();
  const mine = isMine(item.owner) && item.status === 'open';
  const taking = item.owner.kind === 'queue' ? 'accept' : item.owner.kind === 'bot' ? 'start' : undefined;
  const isTaking = busy.value.has(`${taking} ${item.id}`);
  const followUp = followUpText(item);
  const leave = () => setDialog(undefined);

  return (
    <header class="heading">
      <button type="button" class="icon-button only-narrow" aria-label={t('back')} onClick={showList}>
        <Icon name="back" />
      </button>
      <div class="heading-text">
        <h2>{customerName(item)}</h2>
        <p>
          <span class="chip" data-kind={statusKind(item)}>
            {statusText(item)}
          </span>
          {followUp && (
            <span class="chip" data-kind="follow-up">
              {followUp}
            </span>
          )}
          {item.demo && <span class="chip">{t('demo')}</span>}
          <Channel channel={item.channel} />
          <span>{item.topicTitle ?? item.topic ?? t('topic.none')}</span>
        </p>
      </div>
      <button type="button" class="icon-button only-medium" aria-label={t('details')} onClick={showDetails}>
        <Icon name="details" />
      </button>
      {(mine || taking) && (
        <div class="actions" role="group" aria-label={t('actions')}>
          {taking && (
            <button
              type="button"
              class={taking === 'accept' ? 'button primary' : 'button wordy'}
              data-key="accept"
              disabled={isTaking}
              onClick={() => void act(taking, item.id)}
            >
              {t(isTaking ? `${taking}.busy` : taking)}
            </button>
          )}
          {mine && (
            <>
              <button type="button" class="button" title={t('return')} onClick={() => setDialog('return')}>
                <Icon name="give" />
                <span>{t('return')}</span>
              </button>
              <button type="button" class="button" title={t('transfer')} onClick={() => setDialog('transfer')}>
                <Icon name="move" />
                <span>{t('transfer')}</span>
              </button>
              <button type="button" class="button" title={t('close')} onClick={() => setDialog('close')}>
                <Icon name="check" />
                <span>{t('close')}</span>
              </button>
            </>
          )}
        </div>
      )}
      <ReturnDialog shown={dialog === 'return'} id={item.id} flow={flow} onClose={leave} />
      <TransferDialog shown={dialog === 'transfer'} id={item.id} agent={agent} onClose={leave} />
      <CloseDialog shown={dialog === 'close'} id={item.id} onClose={leave} />
    </header>
  );
}
