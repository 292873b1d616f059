/** The console as on a social channel, whose windows take a day to close: the desk's answers, with its limits in them. */
import type { Page } from 'playwright-core';

export interface ChannelState {
  channel: string;
  reach?: { open: boolean; until?: number; invitation?: boolean };
  blockedAt?: number;
}

export interface AsChannel {
  /** From the next time that the page asks. */
  now(state: ChannelState): Promise<void>;
  /** Before the page closes. */
  end(): Promise<void>;
}

/** Every message of ours has another mark, and the same customer wrote elsewhere too. */
export async function openAsChannel(page: Page, first: ChannelState): Promise<AsChannel> {
  let state = first;
  await page.route('**/desk/api/channels', (route) => route.fulfill({ json: { channels: [{ name: first.channel, opensBy: 'phone' }] } }));
  await page.route('**/desk/api/conversations/*?*', async (route) => {
    const response = await route.fetch();
    if (!response.ok()) return route.fulfill({ response });
    const json = await response.json();
    const walletId = 'sinta';
    const conversation = { ...json.conversation, ...state, customer: { ...json.conversation.customer, walletId } };
    await route.fulfill({ response, json: { ...json, conversation } });
  });
  await page.route('**/desk/api/conversations/*/deliveries', async (route) => {
    const of = route.request().url().replace('/deliveries', '?after=0');
    const { activities = [] } = await (await page.request.get(of)).json();
    const states = ['failed', 'sent', 'delivered', 'read'];
    const ours = activities.filter(
      ({ type, from }: { type: string; from: { role: string } }) => type === 'message' && from.role !== 'user',
    );
    const deliveries = ours.map(({ id }: { id: string }, index: number) => ({ activityId: id, state: states[index % 4], at: 0 }));
    await route.fulfill({ json: { deliveries } });
  });
  await page.route('**/desk/api/conversations/*/others?*', async (route) => {
    const { conversation } = await (
      await page.request.get(
        route
          .request()
          .url()
          .replace(/\/others.*/, '?after=0'),
      )
    ).json();
    const other = { ...conversation, id: 'elsewhere', channel: 'telegram', topicTitle: 'Kata sandi' };
    await route.fulfill({ json: { conversations: conversation ? [other] : [] } });
  });
  return {
    async now(next) {
      state = next;
      await page.reload();
      await page.getByRole('log').waitFor();
    },
    end: () => page.unrouteAll({ behavior: 'ignoreErrors' }),
  };
}
