/** The opened chat: heading, connection line, messages, and where she writes. */
import { Component } from 'preact';
import type { WidgetState } from '../state.ts';
import { language, t, type WidgetText } from '../texts.ts';
import { custodyOf } from '../timeline.ts';
import { Composer } from './composer.tsx';
import { CloseIcon, GlobeIcon, MuteIcon, SoundIcon } from './icons.tsx';
import { followKeyboard } from './keyboard.ts';
import { Messages } from './messages.tsx';
import type { WidgetProps } from './props.ts';

/** A connection that is back sooner is no news. */
const PATIENCE_MS = 1_500;

export class Panel extends Component<WidgetProps & { title: string }, { shown?: WidgetText }> {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #awaited: WidgetText | undefined;
  #unfollow: (() => void) | undefined;

  override componentDidMount(): void {
    this.#unfollow = followKeyboard(this.props.host);
    this.componentDidUpdate();
  }

  override componentDidUpdate(): void {
    const now = statusOf(this.props.state);
    if (now === this.#awaited) return;
    this.#awaited = now;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => this.setState({ shown: now }),
      now === 'status.connecting' || now === 'status.reconnecting' ? PATIENCE_MS : 0,
    );
  }

  override componentWillUnmount(): void {
    clearTimeout(this.#timer);
    this.#unfollow?.();
  }

  render({ state, actions, title, draft, options }: WidgetProps & { title: string }, { shown }: { shown?: WidgetText }) {
    const custody = custodyOf(state.activities);
    return (
      <>
        <div class="head">
          <div class="head-text">
            <h2>{title}</h2>
            <p>{t(`with.${custody.kind}`, custody.kind === 'agent' ? { name: custody.name || t('someone') } : {})}</p>
          </div>
          <button type="button" class="quiet icon" aria-label={t('sound')} aria-pressed={state.sound} onClick={actions.toggleSound}>
            {state.sound ? <SoundIcon /> : <MuteIcon />}
          </button>
          <label class="overlay">
            <GlobeIcon />
            <select title={t('language')} value={language} onChange={(event) => actions.setLocale(event.currentTarget.value)}>
              {Object.entries(ESTAFET_LANGUAGES).map(([locale, name]) => (
                <option key={locale} value={locale} lang={locale}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <button type="button" class="quiet icon" aria-label={t('close')} onClick={() => actions.close()}>
            <CloseIcon />
          </button>
        </div>
        <p class="status" role="status" data-shown={shown !== undefined}>
          {shown && t(shown)}
        </p>
        <Messages state={state} actions={actions} custody={custody} options={options} />
        <Composer actions={actions} draft={draft} />
      </>
    );
  }
}

function statusOf({ phase, wasOnline, refused }: WidgetState): WidgetText | undefined {
  if (refused) return 'status.refused';
  if (phase === 'online' || phase === 'polling' || phase === 'idle') return undefined;
  return wasOnline ? 'status.reconnecting' : 'status.connecting';
}
