/// Private chats and groups: commands, events, decisions and visibility.
@NullMarked
package info.powow.domain.conversation;

import org.jspecify.annotations.NullMarked;
