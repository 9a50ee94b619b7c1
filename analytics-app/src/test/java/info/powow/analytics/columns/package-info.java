@NullMarked
package info.powow.analytics.columns;

import org.jspecify.annotations.NullMarked;
