/** The customer, the case, and the flow's path as a list. */
import { fullTime } from '../../shared/times.ts';
import type { ConversationItem, FlowView } from '../shapes.ts';
import { conversations } from '../state/conversations.ts';
import { showConversation } from '../state/route.ts';
import { locale, t } from '../texts.ts';
import { Card, type FactRow, Facts } from './card.tsx';
import { Channel } from './channel.tsx';
import { Icon } from './icons.tsx';
import { OthersCard } from './others-card.tsx';
import { TopicSelect } from './topic-select.tsx';
import { WalletCard } from './wallet-card.tsx';
import { customerName, languageName } from './words.ts';

export function SidePanel({ id }: { id: string | undefined }) {
  const open = id === undefined ? undefined : conversations.value.get(id);
  if (!open) return null;
  const { item, flow } = open;
  return (
    <>
      <header class="heading only-medium">
        <button type="button" class="icon-button" aria-label={t('back')} onClick={showConversation}>
          <Icon name="back" />
        </button>
        <h2>{t('details')}</h2>
      </header>
      <CustomerCard item={item} />
      <CaseCard item={item} flow={flow} />
      {flow && <PathCard flow={flow} />}
      {item.customer.walletId && <OthersCard id={item.id} />}
      {item.customer.walletId && <WalletCard id={item.id} />}
    </>
  );
}

function CustomerCard({ item }: { item: ConversationItem }) {
  const { walletId } = item.customer;
  const rows: FactRow[] = [
    [t('side.channel'), <Channel channel={item.channel} />],
    [t('side.language'), languageName(item.locale)],
    [t('side.since'), fullTime(item.createdAt, locale.value)],
  ];
  return (
    <Card title={t('side.customer')}>
      <p class="person">{customerName(item)}</p>
      <p class={walletId ? 'verified' : 'soft'}>
        {walletId && <Icon name="check" size={16} />}
        {walletId ? t('side.verified') : t('side.unverified')}
      </p>
      <Facts rows={walletId ? [[t('side.wallet-id'), walletId], ...rows] : rows} />
    </Card>
  );
}

/** Why she is here, and all that the bot has learnt already. */
function CaseCard({ item, flow }: { item: ConversationItem; flow: FlowView | null }) {
  const rows: FactRow[] = [
    [t('side.topic'), <TopicSelect item={item} />],
    ...followUpRows(item),
    ...(item.rating ? [[t('side.rating'), <Stars score={item.rating.score} />] satisfies FactRow] : []),
    ...(item.reasonText ? [[t('side.reason'), item.reasonText] satisfies FactRow] : []),
    ...(flow?.facts ?? []).map(({ label, value }) => [label, plain(value)] satisfies FactRow),
  ];
  return (
    <Card title={t('side.case')}>
      <Facts rows={rows} />
    </Card>
  );
}

function Stars({ score }: { score: number }) {
  return (
    <span class="stars" role="img" aria-label={t('rating', { score })}>
      {'★'.repeat(score)}
      <span>{'★'.repeat(5 - score)}</span>
    </span>
  );
}

function followUpRows({ followUp }: ConversationItem): FactRow[] {
  if (!followUp) return [];
  if (followUp.kind === 'ticket') return [[t('follow-up.ticket.number'), followUp.ticket]];
  const { phone } = followUp;
  return [[t('follow-up.call.number'), phone ? <a href={`tel:${phone}`}>{phone}</a> : t('follow-up.call.none')]];
}

function PathCard({ flow }: { flow: FlowView }) {
  const past = flow.trail.at(-1)?.state === flow.state ? flow.trail.slice(0, -1) : flow.trail;
  return (
    <Card title={t('side.flow')}>
      <ol class="path">
        {past.map((step, index) => (
          <li key={index}>{step.title}</li>
        ))}
        <li aria-current="step">
          {flow.stateTitle} <span class="soft">({t('side.now')})</span>
          {flow.question && <p class="soft">{flow.question}</p>}
        </li>
      </ol>
    </Card>
  );
}

function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? new Intl.NumberFormat(locale.value).format(value) : JSON.stringify(value);
}
