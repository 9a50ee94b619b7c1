/// Runs the queries of analysts, and records them first.
@NullMarked
package info.powow.analytics.query;

import org.jspecify.annotations.NullMarked;
