/** A conversation in the inbox: read over HTTP, and updated by events. Pure. */

import { beginning } from './text.js';
import type { ConversationAnswer, ConversationEvent, PersonId, ReadEvent } from 'powow-client';

export type Conversation = ConversationAnswer;

/** The length of a stored preview; the inbox shows less. */
const PREVIEW = 200;

/** The conversation after its next event. */
export function after(conversation: Conversation, event: ConversationEvent, me: PersonId): Conversation {
  const next = { ...conversation, position: event.position };
  switch (event.type) {
    case 'messageSent':
      return {
        ...next,
        activityAt: event.at,
        unread: (conversation.unread ?? 0) + (event.sender === me ? 0 : 1),
        ...(event.sender !== me && event.mentions?.includes(me) && { mentioned: conversation.mentioned ?? event.position }),
        // Answering a request accepts it.
        ...(event.sender === me && conversation.request && { request: false }),
        lastMessage: {
          position: event.position,
          sender: event.sender,
          at: event.at,
          ...(event.text !== undefined && { text: beginning(event.text, PREVIEW) }),
          ...(event.images && { images: event.images.length }),
        },
      };
    case 'messageEdited':
      return {
        ...next,
        ...(event.message > conversation.readUpTo && event.by !== me && event.mentions?.includes(me) && { mentioned: Math.min(conversation.mentioned ?? Infinity, event.message) }),
        ...(event.message === conversation.lastMessage?.position &&
          event.text !== undefined && { lastMessage: { ...conversation.lastMessage, text: beginning(event.text, PREVIEW), edited: true } }),
      };
    case 'messageDeleted': {
      const pins = conversation.pins?.filter((pin) => pin !== event.message);
      // Whether another message mentions the user is read from the server next time.
      if (event.message === conversation.mentioned) delete next.mentioned;
      if (event.message !== conversation.lastMessage?.position) return { ...next, pins };
      const { text: _, images: __, ...last } = conversation.lastMessage;
      return { ...next, pins, lastMessage: { ...last, deleted: true } };
    }
    case 'messagePinned':
      return { ...next, pins: [...(conversation.pins ?? []).filter((pin) => pin !== event.message), event.message] };
    case 'messageUnpinned':
      return { ...next, pins: (conversation.pins ?? []).filter((pin) => pin !== event.message) };
    case 'groupRenamed':
      return { ...next, name: event.name };
    case 'groupAvatarChanged': {
      const { avatar: _, ...without } = next;
      return event.avatar ? { ...without, avatar: event.avatar } : without;
    }
    case 'groupPlaceChanged': {
      const { place: _, ...without } = next;
      return event.place ? { ...without, place: event.place } : without;
    }
    case 'memberJoined':
    case 'memberAdded':
      return { ...next, memberCount: conversation.memberCount + 1 };
    case 'memberLeft':
    case 'memberRemoved': {
      const members = conversation.members?.filter((member) => member.personId !== event.personId);
      if (event.personId !== me) return { ...next, members, memberCount: conversation.memberCount - 1 };
      const { role: _, ...left } = next;
      delete left.mentioned;
      return { ...left, unread: 0, memberCount: 0, members: [], pins: [] };
    }
    case 'roleChanged':
      return event.personId === me ? { ...next, role: event.role } : next;
    case 'directOpened':
    case 'groupCreated':
    case 'reactionAdded':
    case 'reactionRemoved':
    case 'memberInvited':
    case 'memberBanned':
    case 'memberUnbanned':
      return next;
    case 'authorErased': {
      if (event.personId !== conversation.lastMessage?.sender) return next;
      const { text: _, images: __, ...last } = conversation.lastMessage;
      return { ...next, lastMessage: { ...last, withheld: 'erased' } };
    }
    case 'requestAccepted':
      return event.personId === me ? { ...next, request: false } : next;
    default:
      // A newer server may tell of more than this page knows.
      event satisfies never;
      return next;
  }
}

/**
 * The conversation after the user has read, here or on another device. Null if the number of unread messages has to be read from the
 * server.
 */
export function afterReading(conversation: Conversation, event: ReadEvent): Conversation | null {
  if (event.upTo <= conversation.readUpTo) return conversation;
  const read = { ...conversation, readUpTo: event.upTo };
  if (event.upTo >= (read.mentioned ?? Infinity)) delete read.mentioned;
  const last = conversation.lastMessage?.position ?? -1;
  if (event.upTo >= last || conversation.unread === 0) return { ...read, unread: 0, unreadCapped: false };
  return null;
}

export const isMember = (conversation: Conversation): boolean => conversation.role !== undefined;

/** A request that the user has not accepted: the sender learns nothing about the user. */
export const isRequest = (conversation: Conversation): boolean => conversation.request === true;

export const isMuted = (conversation: Conversation, now: number): boolean =>
  conversation.mutedUntil !== undefined && Date.parse(conversation.mutedUntil) > now;

export const isPinned = (conversation: Conversation): boolean => conversation.section === 'pinned';
export const isArchived = (conversation: Conversation): boolean => conversation.section === 'archived';

/** Pinned ones first, each section in the order of the inbox. */
export const bySection = (a: Conversation, b: Conversation): number => Number(isPinned(b)) - Number(isPinned(a)) || byActivity(a, b);

/** The order of the inbox: newest activity first, as the server pages it. */
export function byActivity(a: Conversation, b: Conversation): number {
  if (a.activityAt !== b.activityAt) return a.activityAt < b.activityAt ? 1 : -1;
  return a.conversationId < b.conversationId ? -1 : 1;
}

/** What each role may do. The server decides; this only hides actions that it would refuse. */
export const may = {
  moderate: (conversation: Conversation): boolean => conversation.role === 'owner' || conversation.role === 'moderator',
  /** Its name, its picture and its place. */
  present: (conversation: Conversation): boolean => conversation.kind === 'group' && may.moderate(conversation),
  pin: (conversation: Conversation): boolean =>
    isMember(conversation) && !isRequest(conversation) && (conversation.kind === 'direct' || may.moderate(conversation)),
  add: (conversation: Conversation): boolean =>
    conversation.kind === 'group' && isMember(conversation) && (conversation.open === true || may.moderate(conversation)),
  remove: (conversation: Conversation, role: string): boolean =>
    conversation.kind === 'group' &&
    (conversation.role === 'owner' ? role !== 'owner' : conversation.role === 'moderator' && role === 'member'),
  ban: (conversation: Conversation): boolean => conversation.kind === 'group' && may.moderate(conversation),
  giveRoles: (conversation: Conversation): boolean => conversation.kind === 'group' && conversation.role === 'owner',
};
