/// Conversations as their members see them: inboxes, members and history.
@NullMarked
package info.powow.projection.conversation;

import org.jspecify.annotations.NullMarked;
