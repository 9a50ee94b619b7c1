/// The views' store: MongoDB, or whatever speaks its protocol.
///
/// Only what the embedded stand-in is good at is used: documents found by `_id`, replaced as a
/// whole or by field.
@NullMarked
package info.powow.projection.mongo;

import org.jspecify.annotations.NullMarked;
