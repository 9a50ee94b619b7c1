@NullMarked
package info.powow.projection.conversation;

import org.jspecify.annotations.NullMarked;
