package info.powow.analytics.duckdb;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a child process is asked, one line of JSON.
///
/// @param statements trusted SQL that runs first, such as views over files
/// @param files the only files that may be opened after that; null: no limit, for trusted work
/// @param sql what an analyst asks; null if there is nothing but the statements
/// @param tables the names that the analyst may use
/// @param format how the answer is written
/// @param out the file for the answer
/// @param index the index in the log that the answer names
/// @param maxRows rows after which an answer is cut
/// @param maxBytes bytes after which an answer is cut
/// @param memoryMegabytes of DuckDB
/// @param timeoutSeconds after which the question is given up
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
