/**
 * Passes on the events of each conversation in order, each once, and knows where to resume after a lost connection. Pure: it asks its owner
 * to read a conversation again if something is missing.
 */

import type { ConversationEvent, ConversationId } from './protocol.js';

export class Resume {
  readonly #positions = new Map<ConversationId, number>();
  /** Events of conversations that are being read again. */
  readonly #held = new Map<ConversationId, ConversationEvent[]>();
  readonly #readAgain: (conversation: ConversationId) => void;

  /** @param readAgain reads the current state of a conversation, and then calls `settle` or `forget` */
  constructor(readAgain: (conversation: ConversationId) => void) {
    this.#readAgain = readAgain;
  }

  /** The last position passed on, or included in a read. */
  position(conversation: ConversationId): number | undefined {
    return this.#positions.get(conversation);
  }

  /** The `resume` header. */
  header(): string {
    return JSON.stringify(Object.fromEntries(this.#positions));
  }

  /** Returns the events to apply now, in order. */
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

  /** Called when events of a conversation are missing. Holds new events until it has been read again. */
  missing(conversation: ConversationId): ConversationEvent[] {
    const already = this.#held.get(conversation);
    if (already) return already;
    const held: ConversationEvent[] = [];
    this.#held.set(conversation, held);
    this.#readAgain(conversation);
    return held;
  }

  /**
   * Called after a conversation was read as of a position.
   *
   * @returns the held events after that position
   */
  settle(conversation: ConversationId, position: number): ConversationEvent[] {
    const held = this.#held.get(conversation) ?? [];
    this.#held.delete(conversation);
    this.#positions.set(conversation, Math.max(position, this.#positions.get(conversation) ?? -1));
    return held.sort((a, b) => a.position - b.position).flatMap((event) => this.admit(event));
  }

  /** The data may no longer exist: everything has to be read again. */
  reset(): void {
    this.#positions.clear();
    this.#held.clear();
  }

  /** The conversation does not exist for this person. */
  forget(conversation: ConversationId): void {
    this.#held.delete(conversation);
    this.#positions.delete(conversation);
  }
}
