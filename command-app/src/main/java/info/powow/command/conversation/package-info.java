/// Commands of private chats and groups.
@NullMarked
package info.powow.command.conversation;

import org.jspecify.annotations.NullMarked;
