/// Follows the log and keeps the tables as Parquet files.
@NullMarked
package info.powow.analytics.columns;

import org.jspecify.annotations.NullMarked;
