/// Runs DuckDB in child processes, whose memory and crashes are their own.
@NullMarked
package info.powow.analytics.duckdb;

import org.jspecify.annotations.NullMarked;
