/** Display names of people and conversations. */

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { count, t } from '../language/index.js';
import type { Conversation } from '../pure/conversation.js';
import { plain } from '../pure/format.js';
import type { Powow } from '../powow.js';
import type { LastMessage, PersonId } from 'powow-client';

const Current = createContext<Powow | null>(null);

export const PowowProvider = Current.Provider;

export function usePowow(): Powow {
  const powow = useContext(Current);
  if (!powow) throw new Error('nobody is signed in');
  return powow;
}

export function nameOf(powow: Powow, person: PersonId): string {
  const profile = powow.people.person(person).value;
  return profile?.erased ? t('erasedAccount') : (profile?.displayName ?? t('somebody'));
}

/** The same, or "you". */
export const nameOrYou = (powow: Powow, person: PersonId): string => (person === powow.me ? t('you') : nameOf(powow, person));

export function titleOf(powow: Powow, conversation: Conversation): string {
  if (conversation.kind === 'group') return conversation.name ?? t('unnamedGroup');
  return conversation.peer ? nameOf(powow, conversation.peer) : (conversation.name ?? t('somebody'));
}

/** A message on one line. */
export function previewOf(message: Pick<LastMessage, 'deleted' | 'text' | 'images' | 'withheld'>): string {
  if (message.deleted) return t('deletedShort');
  if (message.withheld === 'erased') return t('erased');
  if (message.text) return plain(message.text).replace(/\s+/g, ' ');
  return count('pictures', message.images ?? 1);
}
