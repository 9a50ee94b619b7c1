@NullMarked
package info.powow.analytics.replay.child;

import org.jspecify.annotations.NullMarked;
