/** The data stored for use without a network: the ends of the newest conversations. Pure. */

import { byActivity, isMember, isRequest, type Conversation } from './conversation.js';
import { after, isMessage, type Item, type Timeline } from './timeline.js';
import type { ConversationEvent, ConversationId, PersonId } from 'powow-client';

export const MOST_CONVERSATIONS = 30;
export const MOST_MESSAGES = 50;

/** The last messages of a conversation, as of a position. */
export interface Stretch {
  conversationId: ConversationId;
  position: number;
  items: readonly Item[];
  /** There is nothing earlier that the user may see. */
  atStart: boolean;
  /** The read markers of members; absent in large groups. */
  reads?: readonly (readonly [PersonId, number])[];
}

/** The conversations to store: no requests, because the user has not agreed to them. */
export const worthKeeping = (conversations: readonly Conversation[]): Conversation[] =>
  conversations
    .filter((conversation) => isMember(conversation) && !isRequest(conversation))
    .sort(byActivity)
    .slice(0, MOST_CONVERSATIONS);

/** The end of a timeline; null if the end is not loaded. */
export function endOf(timeline: Timeline, conversationId: ConversationId, position: number, reads: ReadonlyMap<PersonId, number> | null): Stretch | null {
  if (!timeline.atEnd) return null;
  const { items, cut } = last(timeline.items);
  return { conversationId, position, items, atStart: timeline.atStart && !cut, ...(reads && { reads: [...reads] }) };
}

function last(items: readonly Item[]): { items: readonly Item[]; cut: boolean } {
  let messages = 0;
  for (let i = items.length - 1; i >= 0; i--) {
    if (!isMessage(items[i]!)) continue;
    if (++messages > MOST_MESSAGES) return { items: items.slice(i + 1), cut: true };
  }
  return { items, cut: false };
}

export const timelineOf = ({ items, atStart }: Stretch): Timeline => ({ items, atStart, atEnd: true });

/** The state after the next event; null if an event in between is missing. Known events change nothing. */
export function carriedOn(stretch: Stretch, event: ConversationEvent): Stretch | null {
  if (event.position <= stretch.position) return stretch;
  if (event.position > stretch.position + 1) return null;
  const { items, cut } = last(after(timelineOf(stretch), event).items);
  return { ...stretch, position: event.position, items, atStart: stretch.atStart && !cut };
}

export function readOn(stretch: Stretch, person: PersonId, upTo: number): Stretch {
  if (!stretch.reads) return stretch;
  const reads = new Map(stretch.reads);
  if ((reads.get(person) ?? -1) >= upTo) return stretch;
  return { ...stretch, reads: [...reads.set(person, upTo)] };
}
