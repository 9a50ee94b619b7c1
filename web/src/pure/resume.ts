/**
 * Lets the events of each conversation through in their order, each once, and knows from where to go on after a connection was
 * lost. Pure: it asks its owner to read a conversation again where something is missing.
 */

import type { ConversationEvent, ConversationId } from '../protocol.js';

export class Resume {
  readonly #positions = new Map<ConversationId, number>();
  /** What came of conversations that are being read again. */
  readonly #held = new Map<ConversationId, ConversationEvent[]>();
  readonly #readAgain: (conversation: ConversationId) => void;

  /** @param readAgain reads how a conversation is now, and then calls `settle` or `forget` */
  constructor(readAgain: (conversation: ConversationId) => void) {
    this.#readAgain = readAgain;
  }

  /** The last position that was let through, or that a reading had. */
  position(conversation: ConversationId): number | undefined {
    return this.#positions.get(conversation);
  }

  /** The `resume` header: from where events are wanted. */
  header(): string {
    return JSON.stringify(Object.fromEntries(this.#positions));
  }

  /** The events that are to be carried out now, in their order. */
  admit(event: ConversationEvent): ConversationEvent[] {
    const conversation = event.conversationId;
    const held = this.#held.get(conversation);
    if (held) {
      held.push(event);
      return [];
    }
    const last = this.#positions.get(conversation);
    if (last !== undefined && event.position <= last) return [];
    if (last === undefined || event.position > last + 1) {
      this.missing(conversation).push(event);
      return [];
    }
    this.#positions.set(conversation, event.position);
    return [event];
  }

  /** Something of a conversation was not sent, or cannot be known from what was. Holds what comes until it is read again. */
  missing(conversation: ConversationId): ConversationEvent[] {
    const already = this.#held.get(conversation);
    if (already) return already;
    const held: ConversationEvent[] = [];
    this.#held.set(conversation, held);
    this.#readAgain(conversation);
    return held;
  }

  /**
   * A conversation was read as it was at a position.
   *
   * @returns what was held and comes behind it
   */
  settle(conversation: ConversationId, position: number): ConversationEvent[] {
    const held = this.#held.get(conversation) ?? [];
    this.#held.delete(conversation);
    this.#positions.set(conversation, Math.max(position, this.#positions.get(conversation) ?? -1));
    return held.sort((a, b) => a.position - b.position).flatMap((event) => this.admit(event));
  }

  /** What was let through may be of a time that never was: all of it is to be read again. */
  reset(): void {
    this.#positions.clear();
    this.#held.clear();
  }

  /** There is no such conversation for this person. */
  forget(conversation: ConversationId): void {
    this.#held.delete(conversation);
    this.#positions.delete(conversation);
  }
}
