/**
 * A loaded range of a conversation without gaps, in its current state. Pure: every change returns a new one.
 *
 * Reads over HTTP and pushed events may overlap in any way: each message occurs once, and an event that is already included changes
 * nothing.
 */

import type { ConversationEvent, MessageAnswer, Page } from 'powow-client';

export type Message = MessageAnswer;

/** Other events that are shown between messages. */
export type Happening = Exclude<
  ConversationEvent,
  { type: 'messageSent' | 'messageEdited' | 'messageDeleted' | 'reactionAdded' | 'reactionRemoved' | 'messageUnpinned' }
>;

export type Item = Message | Happening;

export interface Timeline {
  /** In the order of positions. */
  items: readonly Item[];
  /** There is nothing earlier that the user may see. */
  atStart: boolean;
  /** There is nothing later: pushed events belong at the end. */
  atEnd: boolean;
}

export const isMessage = (item: Item): item is Message => item.type === 'messageSent';

const SHOWN = new Set([
  'directOpened',
  'groupCreated',
  'memberJoined',
  'memberLeft',
  'memberAdded',
  'memberRemoved',
  'memberInvited',
  'memberBanned',
  'memberUnbanned',
  'requestAccepted',
  'authorErased',
  'roleChanged',
  'groupRenamed',
  'groupAvatarChanged',
  'groupPlaceChanged',
  'messagePinned',
]);

const isHappening = (event: ConversationEvent): event is Happening => SHOWN.has(event.type);

/** The index of the item with this position, or where to insert it. */
export function indexOf(items: readonly Item[], position: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle]!.position < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function find(timeline: Timeline, position: number): Item | undefined {
  const item = timeline.items[indexOf(timeline.items, position)];
  return item?.position === position ? item : undefined;
}

const itemsOf = (page: Page): Item[] =>
  [...page.messages, ...(page.happenings ?? []).filter(isHappening)].sort((a, b) => a.position - b.position);

/** Joins two overlapping ranges; if both have an item, the later one wins. */
function union(earlier: readonly Item[], later: readonly Item[]): Item[] {
  const all = new Map<number, Item>();
  for (const item of earlier) all.set(item.position, item);
  for (const item of later) all.set(item.position, item);
  return [...all.values()].sort((a, b) => a.position - b.position);
}

export const fromPage = (page: Page, atStart: boolean, atEnd: boolean): Timeline => ({ items: itemsOf(page), atStart, atEnd });

export const withOlder = (timeline: Timeline, page: Page, atStart: boolean): Timeline => ({
  ...timeline,
  items: union(itemsOf(page), timeline.items),
  atStart,
});

export const withNewer = (timeline: Timeline, page: Page, atEnd: boolean): Timeline => ({
  ...timeline,
  items: union(timeline.items, itemsOf(page)),
  atEnd,
});

/** Keeps at most `most` items, dropping those at one end. */
export function trimmed(timeline: Timeline, most: number, keep: 'oldest' | 'newest'): Timeline {
  if (timeline.items.length <= most) return timeline;
  return keep === 'oldest'
    ? { ...timeline, items: timeline.items.slice(0, most), atEnd: false }
    : { ...timeline, items: timeline.items.slice(-most), atStart: false };
}

function replaced(timeline: Timeline, position: number, change: (message: Message) => Message): Timeline {
  const index = indexOf(timeline.items, position);
  const item = timeline.items[index];
  if (item?.position !== position || !isMessage(item)) return timeline;
  const changed = change(item);
  return changed === item ? timeline : { ...timeline, items: timeline.items.with(index, changed) };
}

/** The timeline after an event. Known events change nothing. */
export function after(timeline: Timeline, event: ConversationEvent): Timeline {
  switch (event.type) {
    case 'messageSent':
      return added(timeline, event);
    case 'messageEdited': {
      const { text } = event;
      // Withheld: a later event has the text, or the deletion.
      if (text === undefined && event.mentions === undefined) return timeline;
      return replaced(timeline, event.message, (message) =>
        message.deletedAt !== undefined || (message.edits?.at(-1) ?? -1) >= event.position
          ? message
          : {
              ...message,
              ...(text !== undefined && { text }),
              ...(event.mentions && { mentions: event.mentions }),
              editedAt: event.at,
              edits: [...(message.edits ?? []), event.position],
            },
      );
    }
    case 'messageDeleted':
      return replaced(timeline, event.message, (message) =>
        message.deletedAt !== undefined ? message : tombstone(message, event.at, event.by),
      );
    case 'reactionAdded':
      return replaced(timeline, event.message, (message) => reacted(message, event.emoji, event.by));
    case 'reactionRemoved':
      return replaced(timeline, event.message, (message) => unreacted(message, event.emoji, event.by));
    case 'authorErased':
      return added(
        { ...timeline, items: timeline.items.map((item) => (isMessage(item) && item.sender === event.personId ? erased(item) : item)) },
        event,
      );
    default:
      return isHappening(event) ? added(timeline, event) : timeline;
  }
}

function added(timeline: Timeline, item: Item): Timeline {
  const last = timeline.items.at(-1);
  if (!timeline.atEnd || (last !== undefined && last.position >= item.position)) return timeline;
  return { ...timeline, items: [...timeline.items, item] };
}

/** Removes all content, as on the server. */
function tombstone(message: Message, deletedAt: string, deletedBy: string): Message {
  const { type, conversationId, position, at, key, sender } = message;
  return { type, conversationId, position, at, key, sender, deletedAt, deletedBy };
}

/** Removes the words, as on the server. */
function erased(message: Message): Message {
  const { text: _, pictures: __, images: ___, ...rest } = message;
  return { ...rest, withheld: 'erased' };
}

/** Whether a message has no content any more. */
export const isGone = (message: Message): boolean => message.deletedAt !== undefined || message.withheld === 'erased';

function reacted(message: Message, emoji: string, by: string): Message {
  if (message.deletedAt !== undefined) return message;
  const reactions = message.reactions ?? [];
  const index = reactions.findIndex((reaction) => reaction.emoji === emoji);
  if (index < 0) return { ...message, reactions: [...reactions, { emoji, people: [by] }] };
  const { people } = reactions[index]!;
  if (people.includes(by)) return message;
  return { ...message, reactions: reactions.with(index, { emoji, people: [...people, by] }) };
}

function unreacted(message: Message, emoji: string, by: string): Message {
  const reactions = message.reactions ?? [];
  const index = reactions.findIndex((reaction) => reaction.emoji === emoji);
  if (index < 0 || !reactions[index]!.people.includes(by)) return message;
  const people = reactions[index]!.people.filter((person) => person !== by);
  return {
    ...message,
    reactions: people.length > 0 ? reactions.with(index, { emoji, people }) : reactions.toSpliced(index, 1),
  };
}
