/** The bubble and the panel. Class components here and below: hooks would cost a twentieth of the widget's size. */
import { Component, createRef, type TargetedDragEvent } from 'preact';
import { language, t } from '../texts.ts';
import { ChatIcon, CloseIcon } from './icons.tsx';
import { attach } from './composer.tsx';
import { Panel } from './panel.tsx';
import { isTouch, type WidgetProps } from './props.ts';

/** As narrow as this the panel takes the whole screen and the page behind it is out of reach. */
const PHONE = '(max-width: 30rem), (max-height: 26rem)';

export class Widget extends Component<WidgetProps> {
  #dialog = createRef<HTMLDialogElement>();
  #launcher = createRef<HTMLButtonElement>();
  #wasOpen = false;

  override componentDidMount(): void {
    this.componentDidUpdate();
  }

  override componentDidUpdate(): void {
    const { host, state } = this.props;
    host.lang = language;
    const dialog = this.#dialog.current;
    if (!dialog || dialog.open === state.open) return;
    if (!state.open) {
      dialog.close();
      this.#launcher.current?.focus();
      return;
    }
    if (matchMedia(PHONE).matches) dialog.showModal();
    else dialog.show();
    dialog.querySelector('.scroller')?.scrollTo(0, dialog.scrollHeight * 1_000);
    // On a phone the keyboard would cover what she came to read.
    (isTouch() ? dialog : dialog.querySelector('textarea'))?.focus();
  }

  render({ state, actions, options, draft, host }: WidgetProps) {
    const { open, unread } = state;
    const title = options.title ?? t('title');
    // Once opened it stays, with what she has begun to write.
    this.#wasOpen ||= open;
    return (
      <div class="region" role="region" aria-label={t('region')}>
        <button
          ref={this.#launcher}
          type="button"
          class="launcher"
          aria-haspopup="dialog"
          aria-expanded={open}
          aria-label={open ? t('close') : unread ? t('launcher.unread', { n: unread }) : t('launcher.open')}
          onClick={() => (open ? actions.close() : actions.open())}
        >
          {open ? <CloseIcon /> : <ChatIcon />}
          {!open && unread > 0 && (
            <span class="badge" aria-hidden="true">
              {unread > 99 ? '99+' : unread}
            </span>
          )}
        </button>
        <dialog
          ref={this.#dialog}
          class="panel"
          tabIndex={-1}
          aria-label={title}
          onCancel={(event) => {
            // That of a file picker comes by as well.
            if (event.target !== event.currentTarget) return;
            event.preventDefault();
            actions.close();
          }}
          onDragOver={(event) => dragged(event, true)}
          onDragLeave={(event) => dragged(event, false)}
          onDrop={(event) => {
            dragged(event, false);
            attach(actions, event.dataTransfer);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || event.defaultPrevented) return;
            event.preventDefault();
            actions.close();
          }}
        >
          {this.#wasOpen && <Panel state={state} actions={actions} options={options} title={title} draft={draft} host={host} />}
        </dialog>
      </div>
    );
  }
}

/** Else the browser would open the file in place of the page. */
function dragged(event: TargetedDragEvent<HTMLDialogElement>, over: boolean): void {
  event.preventDefault();
  event.currentTarget.classList.toggle('drop', over);
}
