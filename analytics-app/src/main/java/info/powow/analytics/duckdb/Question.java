package info.powow.analytics.duckdb;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A query for a child process, as one line of JSON.
///
/// @param statements trusted SQL that runs first, such as views over files
/// @param files the only files that may be opened after that; null for trusted work, without a
///     limit
/// @param sql the query of an analyst; null to run only the statements
/// @param tables the tables that the query may use
/// @param format how the answer is written
/// @param out the file for the answer
/// @param index the index in the log that the answer names
/// @param maxRows the most rows; an answer with more is cut
/// @param maxBytes the most bytes; a longer answer is cut
/// @param memoryMegabytes memory for DuckDB
/// @param timeoutSeconds after this time, the query is aborted
record Question(
    List<String> statements,
    @Nullable List<String> files,
    @Nullable String sql,
    Set<String> tables,
    Format format,
    @Nullable String out,
    long index,
    long maxRows,
    long maxBytes,
    int memoryMegabytes,
    int timeoutSeconds) {}
