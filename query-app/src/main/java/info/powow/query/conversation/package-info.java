/// What members see of their conversations.
@NullMarked
package info.powow.query.conversation;

import org.jspecify.annotations.NullMarked;
