@NullMarked
package info.powow.analytics.duckdb;

import org.jspecify.annotations.NullMarked;
