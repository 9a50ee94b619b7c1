package info.powow.operator;

import java.time.Instant;

/// Something that an operator did.
///
/// @param by the person
/// @param what such as `circuit of search: open`
record OperatorAction(Instant at, String by, String what, String reason) {}
