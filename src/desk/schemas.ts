/** What the desk's API takes and answers. Types, checks and the OpenAPI description all come from here. */
import * as z from 'zod';
import { roles } from './agents.ts';

/** Epoch ms. */
const moment = z.number().int();

export const agentView = z.strictObject({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: roles,
  teams: z.array(z.string()),
  locales: z.array(z.string()),
  capacity: z.number().int(),
});
export type AgentView = z.infer<typeof agentView>;

export const colleagueView = z.strictObject({
  id: z.string(),
  name: z.string(),
  role: roles,
  teams: z.array(z.string()),
  locales: z.array(z.string()),
  online: z.boolean(),
});

const ownerView = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('bot') }),
  z.strictObject({ kind: z.literal('queue'), team: z.string(), locale: z.string(), since: moment }),
  z.strictObject({ kind: z.literal('agent'), agentId: z.string(), agentName: z.string(), since: moment }),
]);

export const conversationView = z.strictObject({
  id: z.string(),
  topic: z.string().optional(),
  topicTitle: z.string().optional(),
  locale: z.string(),
  channel: z.string(),
  demo: z.boolean().optional().describe('Made up for the demo.'),
  status: z.enum(['open', 'closed']),
  owner: ownerView,
  waitingSince: moment.optional().describe('Epoch ms; while it waits for an agent.'),
  reason: z.string().optional().describe('Why a person was needed, as a code.'),
  reasonText: z.string().optional(),
  followUp: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('ticket'), ticket: z.string() }),
      z.strictObject({ kind: z.literal('callback'), phone: z.string().optional().describe('E.164; absent until she has named one.') }),
    ])
    .optional()
    .describe('She does not wait in the chat: she left a ticket, or wants to be called.'),
  rating: z
    .strictObject({ score: z.number().int().min(1).max(5), at: moment })
    .optional()
    .describe('How she liked the help; 5 is best.'),
  customer: z.strictObject({ id: z.string(), name: z.string().optional(), walletId: z.string().optional() }),
  lastText: z.string().optional().describe('The latest message that the customer can read, cut to 200 characters.'),
  lastFrom: z.enum(['user', 'bot', 'agent']).optional(),
  createdAt: moment,
  updatedAt: moment,
  customerAt: moment.optional().describe('Epoch ms of the customer’s last message.'),
  reach: z
    .strictObject({
      open: z.boolean().describe('A message would be let through to the customer now.'),
      until: moment.optional().describe('Epoch ms when that ends, where it does.'),
      invitation: z.boolean().optional().describe('While it is not open, the approved invitation can be sent.'),
    })
    .optional()
    .describe('Limits of the channel; absent where it has none.'),
  blockedAt: moment.optional().describe('Epoch ms; the customer has blocked us there, until they write again.'),
});
export type ConversationView = z.infer<typeof conversationView>;

export const activityView = z
  .object({
    id: z.string(),
    seq: z.number().int().describe('Place in the log, from 1.'),
    type: z.enum(['message', 'event', 'trace', 'endOfConversation']),
    timestamp: z.string(),
    conversationId: z.string(),
    from: z.object({ id: z.string(), name: z.string().optional(), role: z.enum(['user', 'bot', 'agent']) }),
    visibility: z.enum(['customer', 'desk']).describe('desk: the customer never sees it.'),
    locale: z.string().optional(),
    text: z.string().optional(),
    suggestedActions: z.object({ actions: z.array(z.object({ type: z.string(), title: z.string(), value: z.string() })) }).optional(),
    attachments: z.array(z.object({ contentType: z.string(), name: z.string().optional(), contentUrl: z.string().optional() })).optional(),
    name: z.string().optional(),
    value: z.unknown().optional(),
    replyToId: z.string().optional(),
    channelData: z.record(z.string(), z.unknown()).optional(),
  })
  .describe('An Activity of the Bot Framework, in a strict subset.');

export const flowView = z.strictObject({
  id: z.string(),
  title: z.string(),
  state: z.string().describe('Id of the step the customer is at.'),
  stateTitle: z.string(),
  question: z.string().optional().describe('What the bot asks at this step, in the language of `lang`.'),
  facts: z.array(z.strictObject({ name: z.string(), label: z.string(), value: z.unknown() })),
  trail: z
    .array(z.strictObject({ state: z.string(), title: z.string(), at: moment }))
    .describe('Steps the customer came through, oldest first; `return` can lead back to each.'),
});
export type FlowView = z.infer<typeof flowView>;

export const walletCustomerView = z.object({
  customerId: z.string(),
  name: z.string(),
  locale: z.string(),
  maskedPhone: z.string(),
  maskedEmail: z.string(),
  status: z.enum(['active', 'locked', 'frozen']),
  verified: z.boolean(),
  memberSince: z.string(),
  balance: z.number().describe('Whole rupiah.'),
});

export const paymentView = z.object({
  paymentId: z.string(),
  orderNumber: z.string(),
  amount: z.number().describe('Whole rupiah.'),
  currency: z.literal('IDR'),
  merchant: z.string(),
  createdAt: z.string(),
  status: z.enum(['succeeded', 'pending', 'failed', 'refunded', 'partly_refunded']),
  failureReason: z.string().optional(),
  deducted: z.boolean(),
});

export const inConversation = z.strictObject({ id: z.string().min(1).max(300) });
export const inLanguage = z.strictObject({
  lang: z.string().max(35).optional().describe('Language of titles and reasons; default: the agent’s own.'),
});

/** Keys are the client's own; what they may hold is bounded because they become part of ids. */
export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7b\x7d\x7e]{1,128}$/, '1 to 128 visible ASCII characters, without |')
  .describe('The same in every try of one request.');

const text = z
  .string()
  .min(1)
  .max(4_000)
  .refine((value) => value.trim() !== '', 'There is nothing but white space.');

export const written = z.strictObject({ text, clientActivityId: idempotencyKey.optional() });

/** Bytes of a file in base64, and its name; what it is goes by what is in it. */
const file = z.strictObject({ name: z.string().min(1).max(500), base64: z.base64().min(4).max(11_200_000) });

export const writtenToCustomer = z
  .strictObject({
    text: text.optional(),
    files: z.array(file).max(1).optional().describe('At most 8 MiB.'),
    clientActivityId: idempotencyKey.optional(),
  })
  .refine((body) => body.text !== undefined || body.files?.length, 'Write something or send a file.');

export const deliveryView = z.strictObject({
  activityId: z.string(),
  state: z.enum(['sent', 'delivered', 'read', 'failed']),
  at: moment,
});

export const channelView = z.strictObject({
  name: z.string(),
  opensBy: z.enum(['phone']).optional().describe('An agent can write first here, to somebody found by this.'),
});

export const opening = z.strictObject({
  channel: z.string().min(1).max(64),
  to: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'Write the number with its country code, for example +6281234567890.')
    .describe('E.164.'),
  clientActivityId: idempotencyKey.optional(),
});

export const transferTo = z.union([
  z.strictObject({ team: z.string().min(1).max(64) }),
  z.strictObject({ agentId: z.string().min(1).max(64) }),
]);

export const returnTo = z.strictObject({ state: z.string().min(1).max(200).optional() });
export const nothing = z.strictObject({});

export const errorView = z.strictObject({
  error: z.strictObject({ code: z.string(), message: z.string(), details: z.unknown().optional() }),
});
