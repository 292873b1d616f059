/**
 * A turn being written. Whatever the bot says passes `say`, which knows the owner: while a person owns the
 * conversation the bot's words become a private note, so that "the bot speaks over an agent" can't be expressed.
 */
import { type Activity, type Attachment, BOT, type JsonObject, type NewActivity } from './activity.ts';
import { linkCard, pickCard } from './cards.ts';
import { choiceFor } from './choices.ts';
import { activeRun, type Choice, type Conversation, copyOf, type FlowRun } from './conversation.ts';
import type { AskParams, Flow, FlowEvent, FlowInput, IdentifyParams, Link, Opening, Pickable, Priority } from './flow.ts';
import { factsOf, handoffInitiate, queueOwner, raisedBy, WAITING_CHOICES } from './handoff.ts';
import { carriedAlong } from './flow-versions.ts';
import { fullKey, type Texts } from './render.ts';
import { silenceLasts } from './silence.ts';
import { canStep, currentAsk, type FlowOutput, type FlowStep, startRun, stepRun } from './run-flow.ts';
import type { Commit, Effect, Timer } from './turn-types.ts';
import type { WalletOperation, WalletOperations } from './wallet-operations.ts';

export interface World {
  /** Flows by `id@version`; `current` by id is the newest of each. */
  flows: ReadonlyMap<string, Flow>;
  current: ReadonlyMap<string, Flow>;
  texts: Texts;
}

export const MAX_RUNS = 3;

export class Draft {
  conversation: Conversation;
  readonly now: number;
  readonly world: World;
  readonly #inputId: string;
  readonly #before: Conversation | undefined;
  readonly #activities: Activity[] = [];
  readonly #effects: Effect[] = [];
  readonly #set = new Map<string, Timer>();
  readonly #cancel = new Set<string>();
  readonly #sends: boolean;
  /** The confirmation she gave in this turn. */
  #confirmationId: string | undefined;
  /** She or somebody who answers her has said something. */
  #talked = false;
  #ids = 0;
  /** `now` in ISO 8601. */
  #timestamp: string | undefined;
  capacity: Commit['capacity'];
  /** What her silence from here on leads to. */
  listensFor: 'remind' | 'close' = 'remind';
  /** Nothing has happened that anybody should see: it keeps its place among the others. */
  #unseen = false;

  constructor(conversation: Conversation, options: { inputId: string; now: number; world: World; before?: Conversation; sends: boolean }) {
    this.conversation = copyOf(conversation);
    this.conversation.runs = conversation.runs.map((run) => carriedAlong(run, options.world));
    this.now = options.now;
    this.world = options.world;
    this.#inputId = options.inputId;
    this.#before = options.before;
    this.#sends = options.sends;
  }

  get locale(): string {
    return this.conversation.locale;
  }

  /** Unique on the whole desk, and the same when the turn is repeated. */
  nextId = (): string => `${this.conversation.id}|${this.#inputId}|${this.#ids++}`;

  log(activity: NewActivity): Activity {
    // Each field in its one place, as in `copyOf`.
    const entry: { [Field in keyof Required<Activity>]: Activity[Field] } = {
      id: this.nextId(),
      seq: this.conversation.activityCount + 1,
      type: activity.type,
      timestamp: (this.#timestamp ??= new Date(this.now).toISOString()),
      conversationId: this.conversation.id,
      from: activity.from,
      visibility: activity.visibility,
      locale: activity.locale ?? this.locale,
      text: activity.text,
      suggestedActions: activity.suggestedActions,
      attachments: activity.attachments,
      name: activity.name,
      value: activity.value,
      replyToId: activity.replyToId,
      channelData: activity.channelData,
    };
    this.conversation.activityCount = entry.seq;
    this.#activities.push(entry);
    this.#talked ||= entry.visibility === 'customer';
    if (this.#sends && !this.conversation.blockedAt && entry.visibility === 'customer' && entry.from.role !== 'user') {
      this.#effects.push({ id: `${entry.id}|send`, conversationId: entry.conversationId, kind: 'send', activity: entry, dueAt: this.now });
    }
    return entry;
  }

  /** Says a message to her, or to the agents only when a person is to answer. @param extra `whileWaiting`: it is about the waiting itself */
  say(
    key: string,
    values: JsonObject = {},
    extra: { choices?: Choice[]; cards?: Attachment[]; links?: Link[]; whileWaiting?: boolean } = {},
  ): void {
    const { kind } = this.conversation.owner;
    const heard = kind === 'bot' || (kind === 'queue' && extra.whileWaiting === true);
    const choices = heard ? extra.choices : undefined;
    const quickReplies = choices?.filter(({ onCard }) => !onCard) ?? [];
    const attachments = heard && extra.cards ? [...extra.cards] : [];
    if (extra.links?.length) attachments.push(linkCard(this.world.texts, this.locale, key, extra.links));
    this.log({
      type: 'message',
      from: BOT,
      visibility: heard ? 'customer' : 'desk',
      text: this.world.texts.format(this.locale, key, values),
      channelData: { messageKey: key },
      suggestedActions: quickReplies.length ? { actions: quickReplies.map(toQuickReply) } : undefined,
      attachments: attachments.length ? attachments : undefined,
    });
    if (choices) this.conversation.choices = choices;
  }

  /** Choice ids → choices in her language; `human`, `back`, `cancel` and `topic:<flow>` are known everywhere. */
  choices(flowId: string | undefined, offered: (string | Pickable)[]): Choice[] {
    return offered.map((choice) => {
      if (typeof choice === 'string') return choiceFor(this.world.texts, this.locale, flowId, choice);
      return {
        value: `pick:${choice.pick}`,
        label: this.world.texts.format(this.locale, fullKey(flowId ?? '', choice.label), choice.values),
        ...(choice.card && { onCard: true }),
      };
    });
  }

  /** Topics the bot knows, then a person: what every open question ends with. */
  topicChoices(): Choice[] {
    const topics = [...this.world.current.values()].filter(({ intent }) => intent).map(({ id }) => `topic:${id}`);
    return this.choices(undefined, [...topics, 'human']);
  }

  sayAnythingElse(): void {
    this.say('_common.anything-else', {}, { choices: this.topicChoices() });
  }

  flowOf(run: FlowRun): Flow {
    const flow = this.world.flows.get(run.flow);
    if (!flow) throw new Error(`no flow ${run.flow}: keep its file until its conversations are drained`);
    return flow;
  }

  /** A flow of hers that other flows start is no topic. */
  start(flow: Flow, opening?: Opening): void {
    if (flow.intent) this.conversation.topic = flow.id;
    const input: FlowInput = { locale: this.locale, customerId: this.conversation.customer.walletId ?? '', ...(opening && { opening }) };
    this.#apply(startRun(flow, this.nextId(), input, { now: this.now, nextId: this.nextId }), flow);
  }

  can(event: FlowEvent): boolean {
    const run = activeRun(this.conversation);
    return run !== undefined && canStep(this.flowOf(run), run, event);
  }

  step(event: FlowEvent): void {
    const run = activeRun(this.conversation);
    if (!run) return;
    const flow = this.flowOf(run);
    this.#apply(stepRun(flow, run, event, { now: this.now, nextId: this.nextId }), flow);
  }

  /** Writes a flow's step back and carries out what it asked for. */
  apply(step: FlowStep): void {
    this.#apply(step, this.flowOf(step.run));
  }

  /** A wallet call that no flow waits for. */
  callWallet<T extends WalletOperation>(operation: T, input: WalletOperations[T]['input']): void {
    this.#callWallet(this.nextId(), operation, input);
  }

  /** Repeats the question she is at; false when there is none. */
  ask(reworded = false): boolean {
    const run = activeRun(this.conversation);
    const ask = run && currentAsk(this.flowOf(run), run);
    if (!run || !ask) return false;
    this.#ask(this.flowOf(run), run, ask.params, reworded);
    return true;
  }

  /** She is in a flow that comes before everybody else, or in one that it started. */
  get urgent(): boolean {
    return this.conversation.runs.some(({ flow }) => this.world.flows.get(flow)?.urgent);
  }

  handoff(reason: string, options: { team?: string; priority?: Priority } = {}): void {
    if (this.conversation.owner.kind !== 'bot') return;
    const run = activeRun(this.conversation);
    const facts = run ? factsOf(this.flowOf(run), run) : {};
    this.say('_common.handoff-started', {}, { choices: this.choices(undefined, WAITING_CHOICES) });
    this.log(handoffInitiate({ reason, topic: this.conversation.topic ?? null, facts }));
    const priority = this.urgent ? 'urgent' : raisedBy(this.conversation.mood, options.priority);
    this.conversation.owner = queueOwner({ ...options, priority, reason, locale: this.locale, now: this.now });
    this.conversation.misunderstood = 0;
  }

  commit(): Commit {
    this.conversation.version = (this.#before?.version ?? 0) + 1;
    if (!this.#unseen) this.conversation.updatedAt = this.now;
    this.conversation.runs = this.conversation.runs.map((run, index, runs) => this.#holdTimers(run, index === runs.length - 1));
    this.#listen();
    this.#cancelOrphans();
    return {
      inputId: this.#inputId,
      expectedVersion: this.#before?.version ?? 0,
      conversation: this.conversation,
      activities: this.#activities,
      effects: this.#effects,
      timers: { set: [...this.#set.values()], cancel: [...this.#cancel] },
      ...(this.capacity && { capacity: this.capacity }),
    };
  }

  /** Her silence began later than the timer that came knew. */
  listenOn(silence: { kind: 'remind' | 'close'; dueAt: number }): void {
    this.#unseen = true;
    this.conversation.silence = { ...silence, timerId: this.#setTimer(silence.dueAt), ringsAt: silence.dueAt };
  }

  #setTimer(dueAt: number): string {
    const id = this.nextId();
    this.#set.set(id, { id, conversationId: this.conversation.id, dueAt });
    return id;
  }

  #apply(step: FlowStep, flow: Flow): void {
    const { runs } = this.conversation;
    const index = runs.findIndex((run) => run.id === step.run.id);
    this.conversation.runs = index === -1 ? [...runs, step.run] : runs.with(index, step.run);
    for (const output of step.outputs) this.#carryOut(output, flow, step.run);
    if (step.run.snapshot.status === 'done') {
      this.conversation.runs = this.conversation.runs.filter((run) => run.id !== step.run.id);
      if (this.conversation.owner.kind !== 'bot') return;
      if (flow.atClose) this.conversation.status = 'closed';
      else this.#afterRun();
    }
  }

  /** A finished topic leads back to the one it interrupted, else to an open question. */
  #afterRun(): void {
    const below = activeRun(this.conversation);
    if (!below) return this.sayAnythingElse();
    const { id } = this.flowOf(below);
    this.conversation.topic = id;
    const customerId = this.conversation.customer.walletId ?? '';
    if (this.#confirmationId !== undefined) {
      const identified = { type: 'IDENTIFIED' as const, customerId, confirmationId: this.#confirmationId };
      if (this.can(identified)) return this.step(identified);
    }
    this.say('_common.back-to-topic', { topic: this.world.texts.format(this.locale, `${id}.title`) });
    this.ask();
  }

  #carryOut(output: FlowOutput, flow: Flow, run: FlowRun): void {
    switch (output.type) {
      case 'say':
        this.say(fullKey(flow.id, output.key), run.snapshot.context, { links: output.links });
        break;
      case 'ask':
        // While a person owns the conversation the question waits for her return to the bot.
        if (this.conversation.owner.kind === 'bot') this.#ask(flow, run, output, false);
        break;
      case 'handoff':
        this.handoff(output.reason, { priority: output.priority });
        break;
      case 'identify':
        this.#identify(output);
        break;
      case 'startFlow':
        this.#startBefore(output.flow);
        break;
      case 'rate':
        this.#rate(output.score);
        break;
      case 'callWallet':
        this.#callWallet(output.effectId, output.operation, output.input);
        break;
    }
  }

  /** A conversation is one customer's: whoever else confirms here gets none of it. */
  #identify({ customerId, name, confirmationId }: IdentifyParams): void {
    const { walletId } = this.conversation.customer;
    if (walletId !== undefined && walletId !== customerId) {
      this.log({ type: 'event', name: 'customer.mismatch', value: { customerId }, from: BOT, visibility: 'desk' });
      return;
    }
    this.conversation.customer = { ...this.conversation.customer, walletId: customerId, name, confirmedAt: this.now };
    this.#confirmationId = confirmationId;
    this.log({ type: 'event', name: 'customer.identified', value: { customerId }, from: BOT, visibility: 'desk' });
  }

  #rate(score: number): void {
    const { lastAgentId } = this.conversation;
    this.conversation.rating = { score, at: this.now, ...(lastAgentId && { agentId: lastAgentId }) };
    this.log({ type: 'event', name: 'customer.rated', value: { score }, from: BOT, visibility: 'desk' });
  }

  #startBefore(flowId: string): void {
    const flow = this.world.current.get(flowId);
    if (!flow) throw new Error(`there is no flow ${flowId} to start`);
    this.conversation.runs = this.conversation.runs.slice(1 - MAX_RUNS);
    this.start(flow);
  }

  #callWallet(id: string, operation: WalletOperation, input: JsonObject): void {
    this.#effects.push({ id, conversationId: this.conversation.id, kind: 'callWallet', operation, input, dueAt: this.now });
  }

  #ask(flow: Flow, run: FlowRun, params: AskParams, reworded: boolean): void {
    const key = fullKey(flow.id, reworded ? `${params.prompt}-again` : params.prompt);
    const ids = params.choices ?? [];
    const withPerson = this.conversation.misunderstood > 1 && !ids.includes('human') ? [...ids, 'human'] : ids;
    const choices = this.choices(flow.id, withPerson);
    const cards = withPerson.flatMap((choice, index) => {
      const label = choices[index]?.label;
      return typeof choice === 'string' || !choice.card || label === undefined
        ? []
        : [pickCard(this.world.texts, this.locale, flow.id, choice, label)];
    });
    this.say(key, run.snapshot.context, { choices, cards, links: params.links });
  }

  /** A flow's clock runs only while the bot owns the conversation and she is in that flow. */
  #holdTimers(run: FlowRun, top: boolean): FlowRun {
    const running = top && this.conversation.owner.kind === 'bot' && this.conversation.status === 'open';
    const held = Object.entries(run.timers);
    if (!held.length) return run;
    const timers = held.map(([sendId, timer]) => {
      if (running && !timer.id) {
        const dueAt = timer.remainingMs === undefined ? timer.dueAt : this.now + timer.remainingMs;
        return [sendId, { id: this.#setTimer(dueAt), dueAt, event: timer.event }] as const;
      }
      if (!running && timer.remainingMs === undefined) {
        return [sendId, { dueAt: timer.dueAt, remainingMs: Math.max(0, timer.dueAt - this.now), event: timer.event }] as const;
      }
      return [sendId, timer] as const;
    });
    return { ...run, timers: Object.fromEntries(timers) };
  }

  /**
   * One timer for her silence, while she is asked something; the silence begins anew whenever something is said. A timer
   * that is set already may ring too early then and is set anew (`listenOn`): once, and not with every word of a chat.
   * One that should have rung by now may have been given up, and is trusted no more.
   */
  #listen(): void {
    const { owner, status, silence } = this.conversation;
    if (silence?.kind === 'closed') return;
    const run = activeRun(this.conversation);
    const flow = run && this.world.flows.get(run.flow);
    const hers = flow && !flow.atClose && owner.kind === 'bot' && status === 'open';
    if (hers && !this.#talked) return;
    this.conversation.silence = undefined;
    if (!hers || !currentAsk(flow, run)) return;
    const kind = this.listensFor;
    const lasts = silenceLasts(kind, this.conversation, run, this.now);
    if (lasts === undefined) return;
    const dueAt = this.now + lasts;
    const ringsInTime = silence?.kind === kind && silence.ringsAt > this.now && silence.ringsAt <= dueAt;
    const { timerId, ringsAt } = ringsInTime ? silence : { timerId: this.#setTimer(dueAt), ringsAt: dueAt };
    this.conversation.silence = { kind, timerId, ringsAt, dueAt };
  }

  /** Timers that were set before this turn and serve no run any more. */
  #cancelOrphans(): void {
    const live = new Set(timerIds(this.conversation));
    for (const id of this.#before ? timerIds(this.#before) : []) if (!live.has(id)) this.#cancel.add(id);
  }
}

function timerIds({ runs, silence }: Conversation): string[] {
  const ofRuns = runs.flatMap((run) => Object.values(run.timers).flatMap((timer) => timer.id ?? []));
  return silence && 'timerId' in silence ? [...ofRuns, silence.timerId] : ofRuns;
}

function toQuickReply(choice: Choice) {
  return { type: 'imBack' as const, title: choice.label, value: choice.label };
}
