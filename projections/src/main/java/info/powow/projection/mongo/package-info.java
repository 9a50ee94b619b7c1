/// The store of the views: MongoDB, or a server with its protocol.
///
/// Uses only features that the embedded server supports well: finding documents by `_id`, and
/// replacing documents or fields.
@NullMarked
package info.powow.projection.mongo;

import org.jspecify.annotations.NullMarked;
