/**
 * What a flow is: an XState statechart whose named actions speak, ask and hand off, and whose invokes call the
 * wallet. A flow folder imports from this module only.
 */
import {
  type AnyActorLogic,
  type AnyStateMachine,
  type AnyStateNode,
  assign,
  createMachine,
  fromPromise,
  type PromiseActorLogic,
  setup,
} from 'xstate';
import type { JsonObject } from './activity.ts';
import type { StoredSnapshot } from './conversation.ts';
import type { Entity } from './turn-types.ts';
import { WRITE_OPERATIONS, type WalletFailure, type WalletOperation, type WalletOperations } from './wallet-operations.ts';

export { assign, setup };
export type { Entity, WalletFailure };
export type {
  Confirmation,
  Device,
  FreezeRequest,
  Investigation,
  PasswordReset,
  Payment,
  Refund,
  RefundOptions,
  RefundReason,
  SecuritySettings,
  Transaction,
} from './wallet-operations.ts';

/** What a flow is started with. `customerId` is the wallet's id of a verified customer, else empty. */
export type FlowInput = { locale: string; customerId: string; opening?: Opening };

/** The message that started a flow, where it has facts in it that needn't be asked for again. */
export type Opening = { text: string; entities: Entity[] };

/** What the customer, an agent or the clock does, as a statechart hears it. */
export type FlowEvent =
  | { type: 'TEXT'; text: string; intent: string; entities: Entity[] }
  | { type: 'AFFIRM' }
  | { type: 'DENY' }
  /** She wants a person; every flow's root answers it. */
  | { type: 'HUMAN' }
  | { type: 'CANCEL' }
  /** An agent handed the conversation back to the bot. */
  | { type: 'RETURN' }
  /** She tapped or typed one of the choices that an `ask` offered. */
  | { type: `choose.${string}` }
  | { type: 'PICK'; id: string }
  /** The wallet has said who she is, in a flow that this one started; the confirmation shows it to the wallet's writes. */
  | { type: 'IDENTIFIED'; customerId: string; confirmationId: string }
  /** A jump to an asking state: "back", or an agent's hand-back to a step. */
  | { type: `goto.${string}` };

export interface Link {
  /** Message key of the button. */
  label: string;
  url: string;
}

/** One of several things that only this customer has, e.g. a payment. */
export interface Pickable {
  pick: string;
  /** Message key of the label: what she sees where there are no cards, and what a tap says. */
  label: string;
  values: JsonObject;
  /** Message keys, formatted with the same values, of the card it is shown as. */
  card?: { title: string; subtitle?: string; text?: string };
}

export interface SayParams {
  /** Message key in the flow's own file, or `_common.<key>`. */
  key: string;
  links?: Link[];
}

export interface AskParams {
  /** Message key; `<prompt>-again` is the same question, reworded. */
  prompt: string;
  /**
   * Choice ids, whose label is the message `choice.<id>` and whose event is `choose.<id>`; or things to pick, whose
   * event is PICK. `human`, `back` and `cancel` work in every flow.
   */
  choices?: (string | Pickable)[];
  links?: Link[];
}

export interface HandoffParams {
  /** Message key below `reason.`: what the agent reads first. */
  reason: string;
  priority?: Priority;
}

export interface IdentifyParams {
  /** The wallet's id of her. */
  customerId: string;
  name: string;
  confirmationId: string;
}

export interface StartFlowParams {
  /** Id of the flow that she goes through before this one goes on. */
  flow: string;
}

export interface RateParams {
  /** 1 (worst) to 5. */
  score: number;
}

export type Priority = 'normal' | 'high' | 'urgent';

/** The actions every flow has. They do nothing themselves: `run-flow` carries out what the statechart names. */
export const flowActions = {
  /** Tells her something. */
  say: (_: unknown, _params: SayParams) => {},
  /** Asks one question; the state that asks on entry is the one the bot comes back to. */
  ask: (_: unknown, _params: AskParams) => {},
  /** Passes the conversation to the live-agent queue. */
  handoff: (_: unknown, _params: HandoffParams) => {},
  /** From here on the conversation is this customer's: only after the wallet has confirmed it. */
  identify: (_: unknown, _params: IdentifyParams) => {},
  /** Another flow, from which she comes back to the question she is at; IDENTIFIED when it has identified her. */
  startFlow: (_: unknown, _params: StartFlowParams) => {},
  /** Keeps how she liked the help. */
  rate: (_: unknown, _params: RateParams) => {},
};

export interface FlowTypes<TContext extends JsonObject> {
  context: TContext;
  events: FlowEvent;
  input: FlowInput;
}

/** A wallet call to `invoke`. Its answer arrives as `onDone`/`onError`, after a restart too. */
export function walletCall<TOperation extends WalletOperation>(
  operation: TOperation,
): PromiseActorLogic<WalletOperations[TOperation]['output'], WalletOperations[TOperation]['input']> {
  const logic = fromPromise<WalletOperations[TOperation]['output'], WalletOperations[TOperation]['input']>(() =>
    Promise.reject(new Error(`${operation} is carried out by the outbox, never by an actor`)),
  );
  return Object.assign(logic, { operation });
}

/** The failure in an `onError` event. */
export function failureOf(event: { error: unknown }): WalletFailure {
  return event.error as WalletFailure;
}

/** The first fact of one of these kinds in what she wrote, e.g. `phone`; several facts in one message fill several slots. */
export function entityOf(event: { type: string; entities?: Entity[] }, ...kinds: string[]): string | undefined {
  return event.entities?.find(({ kind }) => kinds.includes(kind))?.value;
}

export interface FlowDefinition {
  id: string;
  version: number;
  /** The intent that starts it; absent: only other flows start it. */
  intent?: string;
  machine: AnyStateMachine;
  /** It starts when an agent closes the conversation, holds nobody who wants something else, and leaves it closed. */
  atClose?: boolean;
  /** Whoever comes to a person while she is in it comes before everybody else, by whatever flow or wish. */
  urgent?: boolean;
  /** Context fields worth an agent's eye; each label is the message `fact.<field>`. */
  facts?: string[];
  /**
   * Takes a snapshot of an older version along, so that its file needn't be kept. It is called with each of them before
   * the desk opens, too.
   * @throws {Error} when it can't
   */
  migrate?: (stored: StoredSnapshot, from: number) => StoredSnapshot;
}

export interface Flow extends Required<Omit<FlowDefinition, 'migrate'>>, Pick<FlowDefinition, 'migrate'> {
  /** `id@version`, as snapshots name it. */
  key: string;
  /** Ids of the states that ask, so that "back" and agents can jump to them. */
  askingStates: string[];
}

/**
 * Makes a statechart a flow: its root answers HUMAN and CANCEL unless it does so itself, and every asking state
 * can be jumped to by a real transition (`goto.<state id>`), since `resolveState` runs no entry, invoke or `after`.
 *
 * @throws {Error} when an asking state invokes a wallet write: "back" would repeat it.
 */
export function defineFlow(definition: FlowDefinition): Flow {
  const { machine } = definition;
  const asking = allStates(machine.root).filter((node) => askOf(node));
  for (const node of asking) {
    const write = node.invoke.find((call) => WRITE_OPERATIONS.includes(operationOf(machine, call.src) as WalletOperation));
    if (write) {
      throw new Error(`flow ${definition.id}: ${node.id} asks and invokes the write ${operationOf(machine, write.src)}; split the state`);
    }
  }
  const generated = {
    HUMAN: { actions: { type: 'handoff', params: { reason: 'asked-for-person' } } },
    CANCEL: { target: '.cancelled' },
    ...Object.fromEntries(asking.map((node) => [`goto.${node.id}`, { target: `#${node.id}`, reenter: true }])),
  };
  const config = {
    ...machine.config,
    on: { ...generated, ...machine.config.on },
    states: { cancelled: { type: 'final', entry: { type: 'say', params: { key: '_common.cancelled' } } }, ...machine.config.states },
  };
  return {
    facts: [],
    intent: '',
    atClose: false,
    urgent: false,
    ...definition,
    machine: createMachine(config as never, machine.implementations as never) as unknown as AnyStateMachine,
    key: `${definition.id}@${definition.version}`,
    askingStates: asking.map((node) => node.id),
  };
}

/** The wallet operation behind an invoke's `src`, if it is a wallet call. */
export function operationOf(machine: AnyStateMachine, src: unknown): WalletOperation | undefined {
  const logic = (machine.implementations.actors as Record<string, AnyActorLogic>)[String(src)];
  return (logic as { operation?: WalletOperation } | undefined)?.operation;
}

/** The `ask` among a state's entry actions, if it has one. */
export function askOf(node: AnyStateNode): { params: unknown } | undefined {
  return node.entry.find((action) => isNamed(action, 'ask')) as { params: unknown } | undefined;
}

function isNamed(action: unknown, type: string): boolean {
  return typeof action === 'object' && action !== null && (action as { type?: string }).type === type;
}

export function allStates(node: AnyStateNode): AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(allStates)];
}
