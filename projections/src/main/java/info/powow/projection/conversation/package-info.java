/// Conversations as their members see them: inboxes, members, and what was said.
@NullMarked
package info.powow.projection.conversation;

import org.jspecify.annotations.NullMarked;
