/** What waits for this person's consent: invitations into groups, and messages of people who are no contacts. Pure. */

import { byActivity, isMember, isRequest, type Conversation } from './conversation.js';
import type { ConversationId, Invitation, PersonId } from '../protocol.js';

/** Without those from people who were blocked since they were read, and of groups that this person is in by now. */
export const openInvitations = (
  invitations: readonly Invitation[],
  blocked: ReadonlySet<PersonId>,
  isIn: (id: ConversationId) => boolean,
): readonly Invitation[] => invitations.filter(({ by, conversationId }) => !blocked.has(by.personId) && !isIn(conversationId));

/**
 * The requests among conversations, the newest activity first.
 *
 * @param open those that the server names: one that was declined is a request for ever, and is not among them
 */
export const openRequests = (
  conversations: readonly Conversation[],
  open: ReadonlySet<ConversationId>,
  blocked: ReadonlySet<PersonId>,
): Conversation[] =>
  conversations
    .filter((each) => isMember(each) && isRequest(each) && open.has(each.conversationId) && !(each.peer !== undefined && blocked.has(each.peer)))
    .sort(byActivity);
