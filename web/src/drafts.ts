/** Unsent drafts per conversation, in the browser's storage. */

import { signal, type Signal } from '@preact/signals';
import type { ConversationId } from 'powow-client';

export interface Draft {
  text: string;
  replyTo?: number;
}

const KEPT = 'powow.draft.';
const NOTHING: Draft = { text: '' };

const drafts = new Map<ConversationId, Signal<Draft>>();

function kept(id: ConversationId): Draft {
  try {
    const draft = JSON.parse(localStorage.getItem(KEPT + id) ?? 'null');
    return typeof draft?.text === 'string' ? draft : NOTHING;
  } catch {
    return NOTHING;
  }
}

export function draftOf(id: ConversationId): Signal<Draft> {
  let draft = drafts.get(id);
  if (!draft) drafts.set(id, (draft = signal(kept(id))));
  return draft;
}

export function keepDraft(id: ConversationId, draft: Draft): void {
  draftOf(id).value = draft;
  try {
    if (draft.text === '' && draft.replyTo === undefined) localStorage.removeItem(KEPT + id);
    else localStorage.setItem(KEPT + id, JSON.stringify(draft));
  } catch {
    // Without storage, it lasts as long as the tab.
  }
}

/** Deletes drafts, so that the next user of this device does not find them. */
export function forgetDrafts(): void {
  for (const name of Object.keys(localStorage)) if (name.startsWith(KEPT)) localStorage.removeItem(name);
  drafts.clear();
}
