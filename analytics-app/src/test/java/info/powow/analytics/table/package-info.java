@NullMarked
package info.powow.analytics.table;

import org.jspecify.annotations.NullMarked;
