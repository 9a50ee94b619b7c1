@NullMarked
package info.powow.analytics.query;

import org.jspecify.annotations.NullMarked;
