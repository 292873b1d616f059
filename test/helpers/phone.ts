/** The customer's side of the sandbox wallet: her phone and the wallet's secure page, over real HTTP. */
export interface Phone {
  messages(): Promise<{ to: string; text: string; code?: string; link?: string }[]>;
  /** Takes the newest code and sets a new password on the secure page. */
  setPassword(password: string): Promise<void>;
  mistypeCode(): Promise<void>;
  /** The sandbox's mood: normal, slow, down, refuse, lose-answers. */
  setMode(mode: string): Promise<void>;
}

export function openPhone(sandboxUrl: string): Phone {
  async function messages() {
    const response = await fetch(`${sandboxUrl}/phone/messages`);
    const { messages: all } = (await response.json()) as {
      messages: { to: string; text: string; code?: string; link?: string; at: string }[];
    };
    return all.toSorted((a, b) => b.at.localeCompare(a.at));
  }

  async function submit(code: string, password: string): Promise<void> {
    const [newest] = await messages();
    if (!newest?.link) throw new Error('no message with a link on the phone');
    const body = new URLSearchParams({ code, password, confirmation: password });
    await fetch(newest.link, { method: 'POST', body });
  }

  return {
    messages,
    async setPassword(password) {
      const [newest] = await messages();
      await submit(newest?.code ?? '', password);
    },
    async mistypeCode() {
      const [newest] = await messages();
      await submit(newest?.code === '000000' ? '111111' : '000000', 'Baru-2026!x');
    },
    async setMode(mode) {
      const response = await fetch(`${sandboxUrl}/control`, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ mode }),
      });
      if (!response.ok) throw new Error(`sandbox refused the mode ${mode}`);
    },
  };
}
