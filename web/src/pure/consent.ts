/** Invitations and requests that await the user's consent. Pure. */

import { byActivity, isMember, isRequest, type Conversation } from './conversation.js';
import type { ConversationId, Invitation, PersonId } from 'powow-client';

/** Without those from people blocked since, and of groups that the user has joined. */
export const openInvitations = (
  invitations: readonly Invitation[],
  blocked: ReadonlySet<PersonId>,
  isIn: (id: ConversationId) => boolean,
): readonly Invitation[] => invitations.filter(({ by, conversationId }) => !blocked.has(by.personId) && !isIn(conversationId));

/**
 * The requests among conversations, newest activity first.
 *
 * @param open the ids that the server lists; a declined request stays a request, but is not listed
 */
export const openRequests = (
  conversations: readonly Conversation[],
  open: ReadonlySet<ConversationId>,
  blocked: ReadonlySet<PersonId>,
): Conversation[] =>
  conversations
    .filter((each) => isMember(each) && isRequest(each) && open.has(each.conversationId) && !(each.peer !== undefined && blocked.has(each.peer)))
    .sort(byActivity);
