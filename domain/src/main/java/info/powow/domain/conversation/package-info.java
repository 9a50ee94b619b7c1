/// Private chats and groups: what may be said, by whom, in which order.
@NullMarked
package info.powow.domain.conversation;

import org.jspecify.annotations.NullMarked;
