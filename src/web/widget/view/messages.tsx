/** The list of messages, kept at its end unless she has scrolled up to read. */
import { Component, createRef } from 'preact';
import { dayName, startOfDay } from '../../shared/times.ts';
import { language, t } from '../texts.ts';
import { type Custody, itemsOf, openQuestionOf } from '../timeline.ts';
import { Group } from './group.tsx';
import { DownIcon } from './icons.tsx';
import { QueueCard } from './queue-card.tsx';
import { SystemLine } from './system-line.tsx';
import { isTouch, type WidgetProps } from './props.ts';

/** So near to the end counts as at the end. */
const NEAR_PX = 80;

type MessagesProps = Pick<WidgetProps, 'state' | 'actions' | 'options'> & { custody: Custody };

export class Messages extends Component<MessagesProps, { away?: boolean }> {
  #box = createRef<HTMLDivElement>();
  #list = createRef<HTMLUListElement>();
  #top = 0;
  /** Pictures load, the keyboard comes: the end stays in sight all the same. */
  #resized = new ResizeObserver(() => this.state.away || this.#toEnd());

  override componentDidMount(): void {
    for (const { current } of [this.#box, this.#list]) if (current) this.#resized.observe(current);
  }

  override componentWillUnmount(): void {
    this.#resized.disconnect();
  }

  override componentDidUpdate({ state: before }: MessagesProps): void {
    const { state } = this.props;
    // What she wrote herself always leads to the end.
    if (state.pending.length > before.pending.length || (!this.state.away && state !== before)) this.#toEnd();
  }

  #toEnd = () => {
    this.#box.current?.scrollTo(0, this.#box.current.scrollHeight);
  };

  #reply = (text: string): void => {
    this.props.actions.send(text);
    // The button vanishes: focus must not fall off the page with it.
    const box = this.#box.current;
    (isTouch() ? box : box?.closest('dialog')?.querySelector('textarea'))?.focus();
  };

  render({ state, actions, custody, options }: MessagesProps, { away }: { away?: boolean }) {
    const { activities, pending, typing, queue, refused } = state;
    const items = itemsOf(activities, pending, (at) => String(startOfDay(at)));
    const question = openQuestionOf(activities, pending);
    const replies = question?.suggestedActions?.actions ?? [];
    return (
      <div class="scroller-frame">
        <div
          ref={this.#box}
          class="scroller"
          role="log"
          aria-label={t('log')}
          tabIndex={0}
          onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
            // Messages that come into sight turn out higher than thought: only going up leads away from the end.
            const isAway = (away || scrollTop < this.#top) && scrollHeight - scrollTop - clientHeight > NEAR_PX;
            this.#top = scrollTop;
            if (isAway !== Boolean(away)) this.setState({ away: isAway });
          }}
        >
          {items.length === 0 && !refused && (
            <div class="skeleton" aria-hidden="true">
              <i />
              <i />
              <i />
            </div>
          )}
          <ul ref={this.#list} class="items">
            {items.map((item) => {
              if (item.kind === 'group')
                return <Group key={item.key} group={item} actions={actions} questionId={question?.id} onReply={this.#reply} />;
              if (item.kind === 'system') return <SystemLine key={item.key} activity={item.activity} />;
              return (
                <li key={item.key} class="day">
                  <span>{dayName(item.at, Date.now(), language)}</span>
                </li>
              );
            })}
          </ul>
          {custody.kind === 'queue' && queue && <QueueCard queue={queue} away={options.away} />}
          {typing && (
            <p class="typing">
              <span class="dots" aria-hidden="true">
                <i />
                <i />
                <i />
              </span>
              <span class="unseen">{typing.agent ? t('typing.agent', { name: typing.name || t('someone') }) : t('typing.bot')}</span>
            </p>
          )}
          {replies.length > 0 && (
            <div class="replies" role="group" aria-label={t('replies')}>
              {replies.map(({ title }) => (
                <button key={title} type="button" onClick={() => this.#reply(title)}>
                  {title}
                </button>
              ))}
            </div>
          )}
        </div>
        {away && (
          <button type="button" class="to-end" aria-label={t('latest')} onClick={this.#toEnd}>
            <DownIcon />
          </button>
        )}
      </div>
    );
  }
}
