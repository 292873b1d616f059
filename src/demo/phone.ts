/** The customer's side of the sandbox wallet: her phone and the wallet's secure page, over real HTTP. */
export interface PhoneMessage {
  to: string;
  text: string;
  code?: string;
  link?: string;
  /** ISO 8601 */
  at: string;
  /** The app asks whether it is she. */
  confirmation?: { id: string; numbers: string[]; status: string };
}

export interface Phone {
  /** The latest first. */
  messages(): Promise<PhoneMessage[]>;
  /** Takes the newest code and sets a new password on the secure page. */
  setPassword(password: string): Promise<void>;
  mistypeCode(): Promise<void>;
  /** Taps, in the app, the number that `seen` has (what the chat shows); another, or "not me", when it has none. */
  tap(seen: string): Promise<void>;
  /** The sandbox's mood: normal, slow, down, refuse, lose-answers. */
  setMode(mode: string): Promise<void>;
}

export function openPhone(sandboxUrl: string): Phone {
  async function messages() {
    const response = await fetch(`${sandboxUrl}/phone/messages`);
    const { messages: all } = (await response.json()) as { messages: PhoneMessage[] };
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
    async tap(seen) {
      const asked = (await messages()).find(({ confirmation }) => confirmation?.status === 'pending')?.confirmation;
      if (!asked) throw new Error('the app asks nothing');
      const number = asked.numbers.find((candidate) => seen.includes(candidate)) ?? 'none';
      await fetch(`${sandboxUrl}/confirmations/${asked.id}`, { method: 'POST', body: new URLSearchParams({ number }) });
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
