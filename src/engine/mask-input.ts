/** Secrets are gone before anything is classified, stored, logged, sent or shown. */
import type { Attachment, IncomingActivity, Json } from '../core/activity.ts';
import { activeRun, type Conversation } from '../core/conversation.ts';
import type { World } from '../core/draft.ts';
import { isBareDigits, leavesOpen, type Masked, maskFollowing } from '../core/mask-across.ts';
import { MASK, maskFileName, maskSecrets } from '../core/mask.ts';
import { isTap } from '../core/route.ts';
import { canStep } from '../core/run-flow.ts';
import type { ActivityInput, AgentCommandInput, Input } from '../core/turn-types.ts';

/**
 * @param conversation as loaded: what she wrote before tells more about what she writes now
 * @param now epoch ms
 */
export function maskInput(input: Input, conversation: Conversation | undefined, now: number, world: World): Input {
  if (input.kind === 'activity') return maskActivity(input, conversation, now, world);
  return input.kind === 'agentCommand' ? maskCommand(input) : input;
}

function maskCommand(input: AgentCommandInput): AgentCommandInput {
  const { command } = input;
  if (command.type !== 'message' && command.type !== 'note') return input;
  const found = new Set<string>();
  const said = command.text === undefined ? undefined : maskSecrets(command.text);
  for (const kind of said?.found ?? []) found.add(kind);
  const attachments = 'attachments' in command ? command.attachments?.map((attachment) => maskAttachment(attachment, found)) : undefined;
  if (!found.size) return input;
  return { ...input, masked: [...found], command: { ...command, ...(said && { text: said.text }), ...(attachments && { attachments }) } };
}

function maskActivity(input: ActivityInput, conversation: Conversation | undefined, now: number, world: World): ActivityInput {
  const { type, text, value, attachments } = input.activity;
  const found = new Set<string>();
  const said = text === undefined ? undefined : maskSaid(text, conversation, now, world);
  for (const kind of said?.found ?? []) found.add(kind);
  const masked: Partial<IncomingActivity> = {
    ...(said && { text: said.text }),
    ...(value !== undefined && { value: maskJson(value, found) }),
    ...(attachments && { attachments: attachments.map((attachment) => maskAttachment(attachment, found)) }),
  };
  const openSecret =
    text === undefined || !said || type !== 'message' || isTap(conversation?.choices ?? [], text)
      ? undefined
      : leavesOpen(text, said, conversation?.openSecret, now);
  return {
    ...input,
    ...(openSecret && { openSecret }),
    ...(found.size && { masked: [...found], activity: { ...input.activity, ...masked } }),
  };
}

function maskSaid(text: string, conversation: Conversation | undefined, now: number, world: World): Masked {
  if (conversation && isTap(conversation.choices, text)) return maskSecrets(text);
  if (conversation && !conversation.openSecret?.named && answersInDigits(text, conversation, world)) return { text, found: [] };
  return maskFollowing(text, conversation?.openSecret, now);
}

/** The bot asks for a number, such as an amount or an order, and takes these digits for one; a card is none. */
function answersInDigits(text: string, conversation: Conversation, world: World): boolean {
  const run = activeRun(conversation);
  const flow = run && world.flows.get(run.flow);
  if (!flow || conversation.owner.kind !== 'bot' || conversation.status !== 'open' || !isBareDigits(text)) return false;
  if (maskSecrets(text).found.some((kind) => kind !== 'code')) return false;
  const takes = (said: string) => canStep(flow, run, { type: 'TEXT', text: said, intent: 'none', entities: [] });
  return takes(text) && !takes(MASK);
}

function maskText(text: string, found: Set<string>): string {
  return keep(maskSecrets(text), found);
}

function maskJson(value: Json, found: Set<string>): Json {
  if (typeof value === 'string') return maskText(value, found);
  if (Array.isArray(value)) return value.map((entry) => maskJson(entry, found));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, maskJson(entry, found)]));
}

function maskAttachment(attachment: Attachment, found: Set<string>): Attachment {
  return {
    ...attachment,
    ...(attachment.name !== undefined && { name: keep(maskFileName(attachment.name), found) }),
    ...(attachment.content !== undefined && { content: maskJson(attachment.content, found) }),
  };
}

function keep(masked: Masked, found: Set<string>): string {
  for (const kind of masked.found) found.add(kind);
  return masked.text;
}
