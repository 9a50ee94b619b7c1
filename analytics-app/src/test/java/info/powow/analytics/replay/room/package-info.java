@NullMarked
package info.powow.analytics.replay.room;

import org.jspecify.annotations.NullMarked;
