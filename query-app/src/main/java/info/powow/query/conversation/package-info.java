/// Queries about conversations.
@NullMarked
package info.powow.query.conversation;

import org.jspecify.annotations.NullMarked;
