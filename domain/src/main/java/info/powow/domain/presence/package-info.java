/// Presence. Being online is a signal, not an event; the time when somebody was last seen is a
/// view.
@NullMarked
package info.powow.domain.presence;

import org.jspecify.annotations.NullMarked;
