/**
 * The state of Powow for the signed-in person: conversations, people, presence, and messages being sent.
 *
 * The state of a conversation starts with a read over HTTP, which says at which position it was made. Later events update it.
 */

import { batch, computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { attended, onAttention } from './attention.js';
import { codeOf, Connection, http, newKey, Refused, Resume, Unreachable } from 'powow-client';
import type {
  ConversationAnswer,
  ConversationEvent,
  ConversationId,
  Discoverable,
  FoundMessage,
  GroupPreview,
  Http,
  Invitation,
  LookedOut,
  MayAddMe,
  MayWriteMe,
  Me,
  MyAudits,
  MessageSent,
  MyService,
  PersonId,
  Place,
  Picture,
  Pushed,
  ReadEvent,
  Receipt,
  ReportReason,
  Role,
  Section,
  Signalled,
  SignedInDevice,
  Status,
  Tokens,
} from 'powow-client';
import { again } from './pure/again.js';
import * as conversations from './pure/conversation.js';
import type { Conversation } from './pure/conversation.js';
import { Outbox, type Pending } from './pure/outbox.js';
import { openInvitations, openRequests } from './pure/consent.js';
import { Nearby } from './nearby.js';
import { Notifications } from './notifications.js';
import { Recent } from './recent.js';
import { People } from './people.js';
import { Pictures } from './pictures.js';
import type { About } from './device.js';
import type { Stretch } from './pure/stretch.js';
import type { Session } from './session.js';
import { Talk } from './talk.js';
import { Uploads } from './uploads.js';

const PAGE = 100;
/** The maximum number of conversations in a `resume`; older ones are left out. */
const MOST_CONVERSATIONS = 2_000;
/** The number of conversations whose messages stay loaded. */
const MOST_TALKS = 8;
/** How often to repeat the typing signal. */
const TYPING_EVERY = 3_000;
/** How long to wait for the server before showing what is stored on this device. */
const SHOW_KEPT = 2_500;
/** How long to wait before requesting the inbox again. */
const START_AGAIN = 3_000;
/** How long to wait before sending an unanswered message again. */
const SEND_AGAIN = 2_000;

const without = (ids: ReadonlySet<string>, id: string): ReadonlySet<string> => new Set([...ids].filter((each) => each !== id));

interface InboxPage {
  conversations?: ConversationAnswer[];
  cursor?: string;
}

export interface Presence {
  online: boolean;
  lastSeen?: string | undefined;
}

export interface Listening {
  /** Somebody else has sent a message. */
  said(message: MessageSent, conversation: Conversation): void;
  /** Something nearby has changed, or a gathering that the user attends. */
  lookedOut(told: LookedOut): void;
  newGathering(title: string): void;
  /** Somebody has invited the user to a group. */
  invited(invitation: Invitation): void;
  /** Somebody has declined the user's invitation. */
  invitationDeclined(person: PersonId, conversation: ConversationId): void;
  /** Somebody asks the user to speak for a service. */
  invitedToSpeak(service: MyService): void;
  /** Somebody has answered the user's invitation to speak for a service. */
  answeredService(person: PersonId, service: MyService, accepted: boolean): void;
  signedOut(code: string): void;
}

export class Powow {
  readonly me: PersonId;
  readonly people: People;
  readonly pictures: Pictures;
  readonly uploads: Uploads;
  readonly profile = signal<Me | undefined>(undefined);
  readonly connection: Connection;
  readonly status = signal<Status>('connecting');
  readonly outbox: Outbox;
  readonly nearby: Nearby;
  readonly notifications: Notifications;
  /** Whether the user has sent a message; only then is it sensible to offer notifications of answers. */
  readonly hasSaid = signal(false);
  /** Increases with every change of the outbox. */
  readonly outboxVersion = signal(0);
  /** Whether there is an inbox to show, why it could not be read, and whether it is the one stored on this device. */
  readonly inboxState = signal<{ ready: boolean; failed?: string; kept?: boolean }>({ ready: false });
  /** Increases with every change of speakers or their invitations. */
  readonly servicesVersion = signal(0);
  readonly blocked = signal<ReadonlySet<PersonId>>(new Set());
  readonly #invitations = signal<readonly Invitation[]>([]);
  readonly #services = signal<readonly MyService[]>([]);
  /** The requests listed by the server, without declined ones. */
  readonly #requests = signal<ReadonlySet<ConversationId>>(new Set());
  readonly #http: Http;
  readonly #listening: Listening;
  readonly #resume = new Resume((conversation) => void this.#readAgain(conversation));
  readonly #conversations = new Map<ConversationId, Signal<Conversation>>();
  readonly #conversationsVersion = signal(0);
  /** Conversations known from before a restore of the log, and not read again since. */
  readonly #doubtful = new Set<ConversationId>();
  readonly #talks = new Map<ConversationId, Talk>();
  readonly #typing = new Map<ConversationId, Signal<readonly PersonId[]>>();
  readonly #presence = new Map<PersonId, Signal<Presence>>();
  readonly #sending = new Set<string>();
  readonly #toldTyping = new Map<ConversationId, number>();
  readonly #recent: Recent;
  /** Whether the inbox was read from the server. */
  #started = false;
  #starting: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  #toldAttention = false;
  readonly #stopAttention: () => void;

  constructor(session: Session, tokens: Tokens, listening: Listening) {
    this.me = session.personId;
    this.#listening = listening;
    const signedOut = (code: string) => {
      this.close();
      listening.signedOut(code);
    };
    this.#http = http({ tokens, signedOut });
    this.people = new People(this.#http);
    this.notifications = new Notifications(this.#http);
    this.pictures = new Pictures(this.#http);
    this.uploads = new Uploads(tokens, signedOut);
    this.outbox = new Outbox(localStorage, this.me, () => this.outboxVersion.value++);
    this.connection = new Connection({
      tokens,
      statusChanged: (status) => (this.status.value = status),
      resume: () => this.#resume.header(),
      connected: () => {
        if (!this.#started) void this.start();
        // A new connection has no attention until it reports so.
        this.#toldAttention = false;
        this.#tellAttention();
        this.#sendWaiting();
        this.pictures.again();
        this.uploads.again();
      },
      pushed: (event) => batch(() => this.#pushed(event)),
      signalled: (signalled) => this.#signalled(signalled),
      lookedOut: (told) => this.nearby.lookedOut(told),
      notified: (told) => {
        // Those who attend hear of a change from the live query.
        if (told.type === 'notifyGathering') {
          if (told.reason === 'new_gathering') listening.newGathering(told.title);
        } else this.notifications.told(told);
      },
      lost: () => this.#lost(),
      signedOut,
    });
    this.nearby = new Nearby(this.connection, this.#http, (told) => listening.lookedOut(told));
    this.#recent = new Recent(this.me, this.#http, {
      about: (kept, stretches) => this.#about(kept, stretches),
      conversations: () => [...this.#conversations.values()].map((conversation) => conversation.peek()),
      isOnline: () => this.#started && this.status.peek() === 'online',
    });
    this.status.subscribe((status) => status === 'online' && void this.#recent.fill());
    this.#stopAttention = onAttention(() => this.#tellAttention());
    addEventListener('storage', this.#stored);
    addEventListener('online', this.#networkBack);
    void this.start();
  }

  /** A connection is not attention: a user who has the page open but does not look at it gets push notifications. */
  #tellAttention(): void {
    const active = attended();
    if (active === this.#toldAttention || !this.connection.isOpen) return;
    this.#toldAttention = active;
    this.connection.tell('/app/session/attention', { active });
  }

  /** Reads the inbox, and then follows events. */
  async start(): Promise<void> {
    clearTimeout(this.#starting);
    if (this.#started || this.#closed) return;
    if (!this.inboxState.value.kept) this.inboxState.value = { ready: false };
    const late = setTimeout(() => void this.#showKept(), SHOW_KEPT);
    const before = new Map([...this.#talks.keys()].map((id) => [id, this.#resume.position(id) ?? -1]));
    let listed: ReadonlySet<ConversationId>;
    try {
      const [me, first, blocked, invitations, services, requests] = await Promise.all([
        this.#http.get<Me>('/api/me'),
        this.#inboxPage(),
        this.#askBlocked(),
        this.#askInvitations(),
        this.#askServices(),
        this.#askRequests(),
      ]);
      // In one batch, so that the layout does not shift.
      batch(() => {
        this.profile.value = me;
        this.people.learned(me);
        this.blocked.value = blocked;
        this.#learnInvitations(invitations);
        this.#learnServices(services);
        this.#learnRequests(requests);
        first.conversations?.forEach((answer) => this.#learn(answer));
      });
      listed = await this.#readInbox(first);
    } catch (failure) {
      clearTimeout(late);
      if (this.#closed) return;
      if (failure instanceof Unreachable) {
        this.connection.unreachable();
        await this.#showKept();
      }
      this.inboxState.value = { ...this.inboxState.value, failed: codeOf(failure) };
      if (!(failure instanceof Refused)) this.#starting = setTimeout(() => void this.start(), START_AGAIN);
      return;
    }
    clearTimeout(late);
    if (this.#closed || this.#started) return;
    this.#started = true;
    this.#forgetUnlisted(listed);
    this.inboxState.value = { ready: true };
    // Stored conversations need not be read again, unless they are of another epoch, which the server will report.
    const kept = await this.#recent.load();
    if (this.#closed) return;
    this.connection.carryOn(kept?.about.epoch);
    this.connection.open();
    for (const [id, talk] of this.#talks) {
      if (talk.failed.peek() !== null && !talk.timeline.peek()) void talk.latest();
      else if ((this.#resume.position(id) ?? -1) > (before.get(id) ?? -1)) void talk.refresh();
    }
    void this.#recent.fill();
    void this.notifications.start();
  }

  readonly #networkBack = (): void => {
    if (!this.#started) void this.start();
  };

  // --- Data stored on this device --------------------------------------------------------------

  /** Shows the stored data, marked as such. */
  async #showKept(): Promise<void> {
    const kept = await this.#recent.load();
    if (!kept || this.#started || this.#closed || this.inboxState.peek().kept) return;
    const { me, blocked, people } = kept.about;
    batch(() => {
      people.forEach((profile) => this.people.remembered(profile));
      this.people.remembered(me);
      this.profile.value ??= me;
      this.blocked.value = new Set(blocked);
      for (const conversation of kept.conversations) {
        if (!this.#conversations.has(conversation.conversationId)) this.#learn(conversation);
      }
      this.inboxState.value = { ready: true, kept: true };
    });
  }

  /** Deletes stored conversations that no longer exist for the user. */
  #forgetUnlisted(listed: ReadonlySet<ConversationId>): void {
    if (!this.inboxState.peek().kept || listed.size >= MOST_CONVERSATIONS) return;
    for (const [id, conversation] of this.#conversations) {
      if (listed.has(id) || conversations.isRequest(conversation.peek())) continue;
      this.#conversations.delete(id);
      this.#resume.forget(id);
    }
    this.#conversationsVersion.value++;
  }

  #about(kept: readonly Conversation[], stretches: readonly Stretch[]): About | null {
    const me = this.profile.peek();
    if (!me || !this.#started) return null;
    const occurring = new Set<PersonId>();
    for (const { peer, lastMessage, members = [] } of kept) {
      if (peer !== undefined) occurring.add(peer);
      if (lastMessage) occurring.add(lastMessage.sender);
      for (const { personId } of members) occurring.add(personId);
    }
    for (const { items } of stretches) {
      for (const item of items) {
        if ('sender' in item) [item.sender, ...(item.mentions ?? [])].forEach((person) => occurring.add(person));
        if ('by' in item) occurring.add(item.by);
        if ('personId' in item) occurring.add(item.personId);
      }
    }
    const { epoch } = this.connection;
    return { me, blocked: [...this.blocked.peek()], people: this.people.known(occurring), ...(epoch !== undefined && { epoch }) };
  }

  #inboxPage(cursor?: string): Promise<InboxPage> {
    return this.#http.get(`/api/conversations?limit=${PAGE}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
  }

  /** @returns the ids of the conversations in the inbox */
  async #readInbox(first: InboxPage): Promise<ReadonlySet<ConversationId>> {
    const listed = new Set<ConversationId>();
    for (let page = first; ; ) {
      page.conversations?.forEach(({ conversationId }) => listed.add(conversationId));
      if (!page.cursor || listed.size >= MOST_CONVERSATIONS) return listed;
      page = await this.#inboxPage(page.cursor);
      batch(() => page.conversations?.forEach((answer) => this.#learn(answer)));
    }
  }

  async #askBlocked(): Promise<ReadonlySet<PersonId>> {
    const { blocked } = await this.#http.get<{ blocked?: { personId: PersonId }[] }>('/api/blocked');
    return new Set(blocked?.map(({ personId }) => personId));
  }

  async #askInvitations(): Promise<Invitation[]> {
    return (await this.#http.get<{ invitations?: Invitation[] }>('/api/invitations')).invitations ?? [];
  }

  #learnInvitations(invitations: Invitation[]): void {
    invitations.forEach(({ by }) => this.people.named(by.personId, by.displayName));
    this.#invitations.value = invitations;
  }

  async #askServices(): Promise<MyService[]> {
    return (await this.#http.get<{ services?: MyService[] }>('/api/me/services')).services ?? [];
  }

  #learnServices(services: MyService[]): void {
    services.forEach(({ by }) => by && this.people.named(by.personId, by.displayName));
    this.#services.value = services;
  }

  /** The newest hundred. */
  async #askRequests(): Promise<ConversationAnswer[]> {
    return (await this.#http.get<{ requests?: ConversationAnswer[] }>(`/api/requests?limit=${PAGE}`)).requests ?? [];
  }

  #learnRequests(requests: ConversationAnswer[]): void {
    batch(() => {
      this.#requests.value = new Set(requests.map(({ conversationId }) => conversationId));
      // Known conversations are updated by events.
      requests.filter(({ conversationId }) => !this.#conversations.has(conversationId)).forEach((answer) => this.#learn(answer));
    });
  }

  readonly #invitationsAgain = again(async () => this.#learnInvitations(await this.#askInvitations()));
  readonly #servicesAgain = again(async () => this.#learnServices(await this.#askServices()));
  readonly #requestsAgain = again(async () => this.#learnRequests(await this.#askRequests()));

  /** Applies a read of a conversation, and the events held for it. */
  #learn(answer: ConversationAnswer): void {
    if (conversations.isRequest(answer) && !this.#requests.value.has(answer.conversationId)) this.#requestsAgain();
    const known = this.#conversations.get(answer.conversationId);
    answer.members?.forEach(({ personId, displayName }) => this.people.named(personId, displayName));
    // Events received meanwhile are newer.
    const isOlder = answer.position < (this.#resume.position(answer.conversationId) ?? -1);
    if (!known) this.#conversations.set(answer.conversationId, signal(answer));
    else if (!isOlder) known.value = answer;
    this.#conversationsVersion.value++;
    this.#doubtful.delete(answer.conversationId);
    for (const event of this.#resume.settle(answer.conversationId, answer.position)) this.#apply(event);
    this.#letGo(answer.conversationId);
    this.#recent.changed(answer.conversationId);
  }

  /** The log was restored from a backup: reads everything again, and removes what no longer exists. */
  #reset(): void {
    this.#resume.reset();
    this.#recent.reset();
    for (const id of this.#conversations.keys()) {
      this.#doubtful.add(id);
      this.#resume.missing(id);
    }
    // Invitations and requests are read with `caughtUp`.
    void this.#askBlocked().then((blocked) => (this.blocked.value = blocked), () => {});
  }

  /** Events of a conversation are missing: reads it again. */
  async #readAgain(id: ConversationId): Promise<void> {
    for (let attempt = 0; !this.#closed; attempt++) {
      try {
        const answer = await this.#http.get<ConversationAnswer>(`/api/conversations/${id}`);
        const skipped = answer.position > (this.#resume.position(id) ?? -1);
        batch(() => this.#learn(answer));
        if (skipped) await this.#talks.get(id)?.refresh();
        return;
      } catch (failure) {
        if (failure instanceof Refused && failure.code === 'conversation_not_found') {
          this.#resume.forget(id);
          if (this.#doubtful.delete(id) && this.#conversations.delete(id)) this.#conversationsVersion.value++;
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, Math.min(10_000, 300 * 2 ** attempt)));
      }
    }
  }

  // --- Events ----------------------------------------------------------------------------------

  #pushed(event: Pushed): void {
    switch (event.type) {
      case 'caughtUp':
        this.#recent.aboutChanged();
        // Invitations and requests are not part of a resume.
        this.#invitationsAgain();
        this.#servicesAgain();
        this.#requestsAgain();
        return;
      case 'reset':
        this.#reset();
        return;
      case 'gap':
        this.#resume.missing(event.conversationId);
        return;
      case 'read':
        this.#read(event);
        return;
      case 'conversationMuted':
        this.#change(event.conversationId, (conversation) => ({ ...conversation, mutedUntil: event.until }));
        return;
      case 'conversationUnmuted':
        this.#change(event.conversationId, ({ mutedUntil: _, ...conversation }) => conversation);
        return;
      case 'conversationArranged':
        this.#change(event.conversationId, (conversation) => ({ ...conversation, section: event.section, markedUnread: event.unread === true }));
        return;
      case 'personBlocked':
        this.blocked.value = new Set(this.blocked.value).add(event.blocked);
        return;
      case 'personUnblocked':
        this.blocked.value = without(this.blocked.value, event.unblocked);
        this.#invitationsAgain();
        this.#servicesAgain();
        this.#requestsAgain();
        return;
      case 'consentChanged':
        if (this.profile.value) this.profile.value = { ...this.profile.value, mayAddMe: event.mayAddMe, mayWriteMe: event.mayWriteMe };
        return;
      case 'requestDeclined':
        this.#requests.value = without(this.#requests.value, event.conversationId);
        return;
      case 'invitationDeclined':
        if (event.personId === this.me) this.#invitationsAgain();
        else void this.#declined(event.personId, event.conversationId);
        return;
      case 'speakerInvited':
      case 'speakerUninvited':
      case 'speakerAccepted':
      case 'speakerDeclined':
        this.servicesVersion.value++;
        if (event.personId !== this.me) void this.#answeredService(event);
        else if (event.type === 'speakerInvited') void this.#invitedToSpeak(event.serviceId);
        else void this.#servicesAgain();
        return;
      default:
        // An invited person is not a member, so this event does not belong to one of their conversations.
        if (event.type === 'memberInvited' && event.personId === this.me) {
          void this.#invited(event.conversationId);
          return;
        }
        // A newer server may send events that this page does not know.
        if (typeof event.conversationId !== 'string' || typeof event.position !== 'number') return;
        for (const admitted of this.#resume.admit(event)) this.#apply(admitted);
    }
  }

  async #declined(person: PersonId, conversation: ConversationId): Promise<void> {
    // Their name may be unknown.
    await this.people.fresh(person).catch(() => {});
    this.#listening.invitationDeclined(person, conversation);
  }

  async #invitedToSpeak(id: string): Promise<void> {
    await this.#servicesAgain();
    const service = this.serviceInvitations.value.find(({ serviceId }) => serviceId === id);
    if (service) this.#listening.invitedToSpeak(service);
  }

  /** Somebody has answered the user's invitation to speak for a service. */
  async #answeredService({ type, personId, serviceId }: { type: string; personId: PersonId; serviceId: string }): Promise<void> {
    if (type !== 'speakerAccepted' && type !== 'speakerDeclined') return;
    await Promise.all([this.people.fresh(personId).catch(() => {}), this.#servicesAgain()]);
    const service = this.#services.peek().find((each) => each.serviceId === serviceId);
    if (service) this.#listening.answeredService(personId, service, type === 'speakerAccepted');
  }

  async #invited(id: ConversationId): Promise<void> {
    await this.#invitationsAgain();
    const invitation = this.invitations.value.find(({ conversationId }) => conversationId === id);
    if (invitation) this.#listening.invited(invitation);
  }

  #change(id: ConversationId, change: (conversation: Conversation) => Conversation): void {
    const conversation = this.#conversations.get(id);
    if (!conversation) return;
    const before = conversation.value;
    conversation.value = change(before);
    this.#recent.changed(id);
    if (conversation.value.activityAt !== before.activityAt || conversation.value.role !== before.role || conversation.value.request !== before.request || conversation.value.section !== before.section) {
      this.#conversationsVersion.value++;
    }
  }

  #apply(event: ConversationEvent): void {
    this.#change(event.conversationId, (conversation) => conversations.after(conversation, event, this.me));
    this.#talks.get(event.conversationId)?.apply(event);
    this.#recent.applied(event);
    if (event.type !== 'messageSent') return;
    this.#stopped(event.conversationId, event.sender);
    if (event.sender === this.me) {
      this.#acknowledged.delete(event.key);
      this.outbox.done(event.key);
    } else {
      const conversation = this.#conversations.get(event.conversationId)?.value;
      if (conversation && this.status.value === 'online') this.#listening.said(event, conversation);
    }
  }

  #read(event: ReadEvent): void {
    this.#talks.get(event.conversationId)?.read(event.personId, event.upTo);
    this.#recent.read(event.conversationId, event.personId, event.upTo);
    if (event.personId !== this.me) return;
    let unknown = false;
    this.#change(event.conversationId, (conversation) => {
      const read = conversations.afterReading(conversation, event);
      unknown = read === null;
      return read ?? { ...conversation, readUpTo: event.upTo };
    });
    if (unknown) this.#resume.missing(event.conversationId);
  }

  #signalled(signalled: Signalled): void {
    if (signalled.type === 'presence') {
      this.#presenceOf(signalled.personId).value = { online: signalled.online, lastSeen: signalled.lastSeen };
    } else if (signalled.type !== 'typing') {
      // A newer server may send signals that this page does not know.
    } else if (signalled.typing) {
      const typing = this.#typingIn(signalled.conversationId);
      if (!typing.value.includes(signalled.personId)) typing.value = [...typing.value, signalled.personId];
    } else {
      this.#stopped(signalled.conversationId, signalled.personId);
    }
  }

  #stopped(conversation: ConversationId, person: PersonId): void {
    const typing = this.#typing.get(conversation);
    if (typing?.value.includes(person)) typing.value = typing.value.filter((typist) => typist !== person);
  }

  #lost(): void {
    this.#sending.clear();
    batch(() => {
      for (const typing of this.#typing.values()) typing.value = [];
      // Presence is sent again after reconnecting.
      for (const presence of this.#presence.values()) presence.value = { ...presence.value, online: false };
      this.outboxVersion.value++;
    });
  }

  // --- Views -----------------------------------------------------------------------------------

  conversation(id: ConversationId): ReadonlySignal<Conversation> | undefined {
    void this.#conversationsVersion.value;
    return this.#conversations.get(id);
  }

  /** The user's conversations, newest activity first. */
  readonly inbox = computed(() => {
    void this.#conversationsVersion.value;
    return [...this.#conversations.values()]
      .filter((conversation) => conversations.isMember(conversation.peek()) && !conversations.isRequest(conversation.peek()))
      .sort((a, b) => conversations.byActivity(a.peek(), b.peek()));
  });

  /** The same without archived ones, pinned ones first. */
  readonly shelf = computed(() =>
    this.inbox.value
      .filter((conversation) => !conversations.isArchived(conversation.peek()))
      .sort((a, b) => conversations.bySection(a.peek(), b.peek())),
  );

  readonly archive = computed(() => this.inbox.value.filter((conversation) => conversations.isArchived(conversation.peek())));

  /** People with whom the user shares a private chat or a small group, newest activity first. */
  readonly acquaintances = computed<readonly PersonId[]>(() => {
    const found = new Set<PersonId>();
    for (const { value } of this.inbox.value) {
      if (value.peer !== undefined) found.add(value.peer);
      else value.members?.forEach(({ personId }) => found.add(personId));
    }
    found.delete(this.me);
    return [...found].filter((person) => !this.blocked.value.has(person));
  });

  /** Groups of the inbox in which a person is known to be a member. */
  sharedWith(person: PersonId): Conversation[] {
    return this.inbox.value
      .map(({ value }) => value)
      .filter(({ kind, conversationId, members }) => {
        const loaded = this.#talks.get(conversationId)?.members.value ?? members ?? [];
        return kind === 'group' && loaded.some(({ personId }) => personId === person);
      });
  }

  /** Requests from people who are not contacts, newest activity first. */
  readonly requests = computed(() => {
    void this.#conversationsVersion.value;
    const known = [...this.#conversations.values()].map((conversation) => conversation.peek());
    return openRequests(known, this.#requests.value, this.blocked.value).map(({ conversationId }) => this.#conversations.get(conversationId)!);
  });

  /** Invitations to groups, newest first. */
  readonly invitations = computed(() => {
    void this.#conversationsVersion.value;
    const isIn = (id: ConversationId) => {
      const conversation = this.#conversations.get(id)?.peek();
      return conversation !== undefined && conversations.isMember(conversation);
    };
    return openInvitations(this.#invitations.value, this.blocked.value, isIn);
  });

  /** Invitations to speak for services, newest first. */
  readonly serviceInvitations = computed(() =>
    this.#services.value.filter(({ role, by }) => role === 'invited' && by !== undefined && !this.blocked.value.has(by.personId)),
  );

  /** The number of new messages, without muted and archived conversations. A conversation marked as unread counts as one. */
  readonly unread = computed(() => {
    const now = Date.now();
    return this.inbox.value.reduce((sum, { value }) => sum + (conversations.isMuted(value, now) || conversations.isArchived(value) ? 0 : value.unread || Number(value.markedUnread === true)), 0);
  });

  /** Reads a conversation that is not in the loaded inbox, because the user has left it or it is old. */
  async find(id: ConversationId): Promise<void> {
    if (!this.#conversations.has(id)) this.#learn(await this.#http.get<ConversationAnswer>(`/api/conversations/${id}`));
  }

  talk(id: ConversationId): Talk {
    let talk = this.#talks.get(id);
    if (!talk) {
      talk = new Talk(id, this.#http, {
        end: () => this.#recent.stretch(id, this.#resume.position(id)),
        // Newer data follows when the server is reachable.
        suffices: () => this.inboxState.peek().kept === true,
      });
    } else {
      this.#talks.delete(id);
    }
    // In order of use, the most recent last.
    this.#talks.set(id, talk);
    if (this.#talks.size > MOST_TALKS) this.#talks.delete(this.#talks.keys().next().value!);
    return talk;
  }

  #typingIn(id: ConversationId): Signal<readonly PersonId[]> {
    let typing = this.#typing.get(id);
    if (!typing) this.#typing.set(id, (typing = signal<readonly PersonId[]>([])));
    return typing;
  }

  typing(id: ConversationId): ReadonlySignal<readonly PersonId[]> {
    return this.#typingIn(id);
  }

  #presenceOf(id: PersonId): Signal<Presence> {
    let presence = this.#presence.get(id);
    if (!presence) this.#presence.set(id, (presence = signal<Presence>({ online: false })));
    return presence;
  }

  presence(id: PersonId): ReadonlySignal<Presence> {
    return this.#presenceOf(id);
  }

  /** Reads when an offline person was last seen. */
  async lookUp(id: PersonId): Promise<void> {
    const { lastSeen } = await this.people.fresh(id);
    const presence = this.#presenceOf(id);
    if (!presence.value.online) presence.value = { ...presence.value, lastSeen };
  }

  async search(words: string, within?: ConversationId, cursor?: string): Promise<{ messages: FoundMessage[]; cursor?: string }> {
    const query = new URLSearchParams({ q: words, ...(within && { conversation: within }), ...(cursor && { cursor }) });
    const { messages, cursor: next } = await this.#http.get<{ messages?: FoundMessage[]; cursor?: string }>(`/api/search?${query}`);
    return { messages: messages ?? [], ...(next !== undefined && { cursor: next }) };
  }

  // --- Outbox ----------------------------------------------------------------------------------

  /** Sends a message now, or when there is a connection. Kept until it is known to be durable. */
  say(conversationId: ConversationId, text: string, more: { pictures?: Picture[]; replyTo?: number; mentions?: PersonId[] } = {}): void {
    const pending: Pending = { key: newKey(), conversationId, text, at: new Date().toISOString(), ...more };
    this.outbox.add(pending);
    this.#toldTyping.delete(conversationId);
    void this.#send(pending);
  }

  /** Sends it as a message of the user's own, with copies of the pictures, because only the uploader of a picture may send it. */
  async forward(conversationId: ConversationId, message: Pick<MessageSent, 'text' | 'pictures'>): Promise<void> {
    const pictures = await Promise.all((message.pictures ?? []).map(async (picture) => this.uploads.giveAlone(await this.pictures.file(picture))));
    this.say(conversationId, message.text ?? '', pictures.length > 0 ? { pictures } : {});
  }

  retry(key: string): void {
    this.outbox.retry(key);
    this.#sendWaiting();
  }

  isOnItsWay(pending: Pending): boolean {
    return this.#sending.has(pending.key);
  }

  /** In the order in which they were written. The server preserves the order of arrival. */
  #sendWaiting(): void {
    for (const pending of this.outbox.waiting()) void this.#send(pending);
  }

  async #send({ key, conversationId, text, pictures, replyTo, mentions }: Pending): Promise<void> {
    if (!this.connection.isOpen || this.#sending.has(key)) return;
    this.#sending.add(key);
    this.outboxVersion.value++;
    try {
      const { position } = await this.connection.ask(`/app/conversations/${conversationId}/send`, {
        key,
        text,
        images: pictures?.map(({ imageId }) => imageId),
        replyTo,
        mentions,
      });
      // It leaves the outbox when its event arrives, so that it is always in exactly one place; unless the event has already arrived.
      if (position !== undefined) this.#acknowledged.set(key, { conversationId, position });
      this.hasSaid.value = true;
      this.#letGo(conversationId);
    } catch (failure) {
      if (failure instanceof Refused) this.outbox.refused(key, failure.code);
      // There is a connection but no answer: no reconnect will trigger a resend.
      else if (this.connection.isOpen) setTimeout(() => this.#sendWaiting(), SEND_AGAIN);
    } finally {
      this.#sending.delete(key);
      this.outboxVersion.value++;
    }
  }

  /** Durable messages whose events have not arrived yet. */
  readonly #acknowledged = new Map<string, { conversationId: ConversationId; position: number }>();

  /** Removes acknowledged messages that are now in the timeline. */
  #letGo(id: ConversationId): void {
    const last = this.#resume.position(id) ?? -1;
    for (const [key, { conversationId, position }] of this.#acknowledged) {
      if (conversationId !== id || position > last) continue;
      this.#acknowledged.delete(key);
      this.outbox.done(key);
    }
  }

  isAcknowledged(pending: Pending): boolean {
    return this.#acknowledged.has(pending.key);
  }

  readonly #stored = ({ key }: StorageEvent): void => {
    if (this.outbox.owns(key)) this.outbox.readAgain();
  };

  // --- Commands --------------------------------------------------------------------------------

  #in(id: ConversationId, command: string, body: object = {}): Promise<Receipt> {
    return this.connection.ask(`/app/conversations/${id}/${command}`, body);
  }

  async #opened(destination: string, body: object): Promise<{ id: ConversationId; invited: PersonId[] }> {
    const { conversation, invited = [] } = await this.connection.ask(destination, { key: newKey(), ...body });
    await this.find(conversation!);
    return { id: conversation!, invited };
  }

  openDirect = async (person: PersonId) => (await this.#opened('/app/direct/open', { with: person })).id;
  /**
   * People whose consent is needed are invited, and not yet members.
   *
   * @param place of an open group on the map
   */
  createGroup = (name: string, members: PersonId[], open: boolean, history: boolean, place?: Place) =>
    this.#opened('/app/groups/create', { name, members, open, history, ...(place && { place }) });
  /** Without mentions, they stay unchanged. */
  edit = (id: ConversationId, position: number, text: string, mentions?: PersonId[]) =>
    this.#in(id, 'edit', { position, text, ...(mentions && { mentions }) });
  delete = (id: ConversationId, position: number) => this.#in(id, 'delete', { position });
  react = (id: ConversationId, position: number, emoji: string, on: boolean) =>
    this.#in(id, on ? 'react' : 'unreact', { position, emoji });
  pin = (id: ConversationId, position: number, on: boolean) => this.#in(id, on ? 'pin' : 'unpin', { position });
  leave = (id: ConversationId) => this.#in(id, 'leave');
  add = (id: ConversationId, personId: PersonId) => this.#in(id, 'add', { personId });
  remove = (id: ConversationId, personId: PersonId, ban = false) => this.#in(id, 'remove', { personId, ...(ban && { ban }) });
  unban = (id: ConversationId, personId: PersonId) => this.#in(id, 'unban', { personId });
  role = (id: ConversationId, personId: PersonId, role: Role) => this.#in(id, 'role', { personId, role });
  rename = (id: ConversationId, name: string) => this.#in(id, 'rename', { name });
  /** Without an image, removes the group's picture. */
  groupAvatar = async (id: ConversationId, file?: File) =>
    this.#in(id, 'avatar', file ? { imageId: (await this.uploads.giveAlone(file)).imageId } : {});
  /** Without a place, the group is not on the map. */
  groupPlace = (id: ConversationId, place?: Place) => this.#in(id, 'place', place ? { place } : {});
  arrange = (id: ConversationId, change: { section?: Section; unread?: boolean }) => this.#in(id, 'arrange', change);
  mute = (id: ConversationId, until?: Date) => this.#in(id, 'mute', until ? { until: until.toISOString() } : {});
  /** Reports a person or a message to the staff; nobody else learns of it. Repeating it changes nothing. */
  report = (report: { reason: ReportReason; note: string } & ({ personId: PersonId } | { conversationId: ConversationId; position: number })) =>
    this.#http.send<{ reportId: string }>('POST', '/api/reports', report);
  block = (personId: PersonId, on: boolean) => this.connection.ask(on ? '/app/block' : '/app/unblock', { personId });

  acceptRequest = (id: ConversationId) => this.#in(id, 'accept');
  /** The sender is not notified. */
  async declineRequest(id: ConversationId): Promise<void> {
    await this.#in(id, 'decline');
    this.#requests.value = without(this.#requests.value, id);
  }

  acceptInvitation = (id: ConversationId) => this.#become(id, 'accept').finally(() => void this.#invitationsAgain());
  /** Only the inviter is notified. */
  async declineInvitation(id: ConversationId): Promise<void> {
    await this.#in(id, 'decline').finally(() => void this.#invitationsAgain());
  }

  /** Only the inviter is notified. */
  async answerService(id: string, answer: 'accept' | 'decline'): Promise<void> {
    await this.connection.ask(`/app/services/${id}/${answer}`, {}).finally(() => void this.#servicesAgain());
  }

  preview = (id: ConversationId) => this.#http.get<GroupPreview>(`/api/conversations/${id}/preview`);
  join = (id: ConversationId) => this.#become(id, 'join');

  async #become(id: ConversationId, how: 'join' | 'accept'): Promise<void> {
    await this.#in(id, how);
    // A former member knows the conversation already, as one they have left.
    if (this.#conversations.has(id)) this.#resume.missing(id);
    else await this.find(id);
  }

  /** Reports the read marker. Repeated if lost, so nothing waits for it. */
  markRead(id: ConversationId, upTo: number): void {
    const conversation = this.#conversations.get(id)?.value;
    if (!conversation || upTo <= conversation.readUpTo || !conversations.isMember(conversation)) return;
    // The sender of a request learns nothing before it is accepted.
    if (conversations.isRequest(conversation)) return;
    if (!this.connection.isOpen) return;
    this.connection.tell(`/app/conversations/${id}/read`, { upTo });
  }

  tellTyping(id: ConversationId, typing: boolean): void {
    const now = Date.now();
    const conversation = this.#conversations.get(id)?.value;
    if (conversation && conversations.isRequest(conversation)) return;
    if (typing && now - (this.#toldTyping.get(id) ?? 0) < TYPING_EVERY) return;
    if (!typing && !this.#toldTyping.delete(id)) return;
    if (typing) this.#toldTyping.set(id, now);
    this.connection.tell(`/app/conversations/${id}/typing`, { typing });
  }

  async changeProfile(change: { displayName?: string; about?: string; interests?: string[]; discoverable?: Discoverable; mayAddMe?: MayAddMe; mayWriteMe?: MayWriteMe }): Promise<void> {
    await this.#http.send('PATCH', '/api/me', change);
    await this.#readMe();
  }

  /** Without an image, removes the user's picture. */
  async changeAvatar(file?: File): Promise<void> {
    if (file) await this.#http.send('PUT', '/api/me/avatar', { imageId: (await this.uploads.giveAlone(file)).imageId });
    else await this.#http.send('DELETE', '/api/me/avatar');
    await this.#readMe();
  }

  /** Most recently seen first. */
  async devices(): Promise<SignedInDevice[]> {
    return (await this.#http.get<{ sessions?: SignedInDevice[] }>('/api/me/sessions')).sessions ?? [];
  }

  /** The account as a whole. */
  readonly account = {
    audits: () => this.#http.get<MyAudits>('/api/me/audits'),
    everything: () => this.#http.blob('/api/me/export'),
    erasure: () => this.#http.get<{ due?: string; held?: boolean }>('/api/me/erasure'),
    erase: (password: string) => this.#http.send<{ due: string; held: boolean }>('POST', '/api/me/erasure', { password }),
    keep: () => this.#http.send<void>('DELETE', '/api/me/erasure'),
  };

  endDevice = (sessionId: string) => this.#http.send<void>('DELETE', `/api/me/sessions/${encodeURIComponent(sessionId)}`);
  endOtherDevices = () => this.#http.send<void>('DELETE', '/api/me/sessions');

  async #readMe(): Promise<void> {
    const me = await this.#http.get<Me>('/api/me');
    this.profile.value = me;
    this.people.learned(me);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#starting);
    removeEventListener('storage', this.#stored);
    removeEventListener('online', this.#networkBack);
    this.#stopAttention();
    this.notifications.close();
    this.#recent.close();
    this.connection.close();
    this.pictures.close();
    this.uploads.close();
  }
}
