/** Where she writes. Enter sends, Shift+Enter makes a line; a Chinese input method's Enter only picks the word. */
import { Component, createRef } from 'preact';
import { t } from '../texts.ts';
import { ClipIcon, SendIcon } from './icons.tsx';
import type { WidgetActions, WidgetProps } from './props.ts';

const MAX_LENGTH = 4_000;

type ComposerProps = Pick<WidgetProps, 'actions' | 'draft'>;

export class Composer extends Component<ComposerProps> {
  #field = createRef<HTMLTextAreaElement>();
  #taken: { text: string } | undefined;

  override componentDidMount(): void {
    this.componentDidUpdate();
  }

  override componentDidUpdate(): void {
    const { draft } = this.props;
    if (!draft || draft === this.#taken) return;
    this.#taken = draft;
    this.#put(draft.text);
  }

  #put(text: string): void {
    const field = this.#field.current;
    if (!field) return;
    field.value = text;
    grow(field);
    field.focus();
  }

  #send(): void {
    const text = this.#field.current?.value.trim();
    if (!text) return;
    this.props.actions.send(text);
    this.#put('');
  }

  render({ actions }: ComposerProps) {
    return (
      <form
        class="composer"
        onPaste={(event) => attach(actions, event.clipboardData)}
        onSubmit={(event) => {
          event.preventDefault();
          this.#send();
        }}
      >
        <label class="overlay">
          <ClipIcon />
          <input
            type="file"
            multiple
            title={t('attach')}
            onChange={({ currentTarget }) => {
              attach(actions, currentTarget);
              currentTarget.value = '';
            }}
          />
        </label>
        <textarea
          ref={this.#field}
          rows={1}
          maxLength={MAX_LENGTH}
          dir="auto"
          enterkeyhint="send"
          aria-label={t('message.label')}
          placeholder={t('message.placeholder')}
          onInput={(event) => {
            grow(event.currentTarget);
            if (event.currentTarget.value.trim()) actions.typing();
          }}
          onKeyDown={(event) => {
            // 229: an input method is at work, in Safari even where isComposing says otherwise. Nothing newer tells.
            // oxlint-disable-next-line typescript/no-deprecated
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
            event.preventDefault();
            this.#send();
          }}
        />
        <button type="submit" class="send" aria-label={t('send')}>
          <SendIcon />
        </button>
      </form>
    );
  }
}

/** @param from what was picked, pasted or dropped */
export function attach({ send }: WidgetActions, from: { files: FileList | null } | null): void {
  const files = [...(from?.files ?? [])];
  if (files[0]) send(files[0].name, files);
}

/** As high as its text, up to what the style sheet allows. */
function grow(element: HTMLTextAreaElement): void {
  element.style.blockSize = 'auto';
  element.style.blockSize = `${element.scrollHeight + 2}px`;
}
