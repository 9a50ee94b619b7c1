@NullMarked
package info.powow.analytics.replay;

import org.jspecify.annotations.NullMarked;
