/// Runs DuckDB in child processes, to limit its memory and to survive its crashes.
@NullMarked
package info.powow.analytics.duckdb;

import org.jspecify.annotations.NullMarked;
